import { Inventory } from "../../connectors/kubernetes/inventory.ts";
import { configJsonSchema, loadConfig, type LoadedConfig } from "../config.ts";
import type { Command, World } from "./command.ts";
import { ExitCode } from "./exit-code.ts";
import { readOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

const ACTIONS: Readonly<Record<string, (world: World, file: string | undefined) => Promise<ExitCode>>> = {
  validate: async (world, file) => validate(await loadConfig(file), world),
  print: async (world, file) => {
    const loaded = await loadConfig(file);
    world.print(`# ${loaded.file}\n${loaded.print().trimEnd()}`);
    return ExitCode.ok;
  },
  schema: (world) => {
    world.print(JSON.stringify(configJsonSchema(), null, 2));
    return Promise.resolve(ExitCode.ok);
  },
};

/** `config`: looks at a configuration without starting anything. */
export const config: Command = {
  name: "config",
  synopsis: "config validate|print|schema [--config meshgraph.yaml]",
  summary: "checks a configuration, prints each value with where it came from, or prints its JSON Schema",
  options: {
    "--config, -c FILE": "the configuration; else $MESHGRAPH_CONFIG, else meshgraph.yaml in the working folder",
  },
  notes: ["validate reads the kubeconfigs, too: where anything would be refused here and now, its exit code is 78."],
  async run(args, world) {
    const { values, words } = readOptions(args, { config: { short: "c" } }, { words: 1 });
    const [word = ""] = words;
    const action = Object.hasOwn(ACTIONS, word) ? ACTIONS[word] : undefined;
    if (action === undefined) throw new UsageError("config expects one of: validate, print, schema");
    return action(world, values.config);
  },
};

/** Says which clusters there would be, too. `serve` goes on without what would be refused; whoever asks beforehand wants to mend it. */
async function validate({ config: { kubernetes }, file }: LoadedConfig, world: World): Promise<ExitCode> {
  const { clusters, problems, warnings } = await new Inventory(kubernetes).read();
  const isRefused = problems.length > 0;
  if (!isRefused) world.print(`${file} is valid`);
  world.print(`clusters: ${clusters.map(({ name }) => name).join(", ") || "none"}`);
  if (isRefused) world.tell(`${file} is well written, but not all that it names can be used:`);
  for (const { place, message } of problems) world.tell(`would be refused: ${place}: ${message}`);
  for (const { place, message } of warnings) world.tell(`warning: ${place}: ${message}`);
  return isRefused ? ExitCode.config : ExitCode.ok;
}
