import { Inventory } from "../../connectors/kubernetes/inventory.ts";
import { configJsonSchema, loadConfig, type LoadedConfig } from "../config.ts";
import type { Command, World } from "./command.ts";
import { ExitCode } from "./exit-code.ts";
import { readOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

const ACTIONS: Readonly<Record<string, (world: World, file: string | undefined) => Promise<void> | void>> = {
  validate: async (world, file) => validate(await loadConfig(file), world),
  print: async (world, file) => {
    const loaded = await loadConfig(file);
    world.print(`# ${loaded.file}\n${loaded.print().trimEnd()}`);
  },
  schema: (world) => world.print(JSON.stringify(configJsonSchema(), null, 2)),
};

/** `config`: looks at a configuration without starting anything. */
export const config: Command = {
  name: "config",
  synopsis: "config validate|print|schema [--config meshgraph.yaml]",
  summary: "checks a configuration, prints each value with where it came from, or prints its JSON Schema",
  options: {
    "--config, -c FILE": "the configuration; else $MESHGRAPH_CONFIG, else meshgraph.yaml in the working folder",
  },
  async run(args, world) {
    const { values, words } = readOptions(args, { config: { short: "c" } }, { words: 1 });
    const [word = ""] = words;
    const action = Object.hasOwn(ACTIONS, word) ? ACTIONS[word] : undefined;
    if (action === undefined) throw new UsageError("config expects one of: validate, print, schema");
    await action(world, values.config);
    return ExitCode.ok;
  },
};

/** Says which clusters there would be, too. A kubeconfig that would be refused is no fault of the configuration: others would go on. */
async function validate({ config: { kubernetes }, file }: LoadedConfig, world: World): Promise<void> {
  const { clusters, problems } = await new Inventory(kubernetes).read();
  world.print(`${file} is valid`);
  world.print(`clusters: ${clusters.map(({ name }) => name).join(", ") || "none"}`);
  for (const { place, message } of problems) world.tell(`would be refused: ${place}: ${message}`);
}
