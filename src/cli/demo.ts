import { randomInt } from "node:crypto";
import { type Config, ConfigError, createConfig } from "../config.ts";
import type { Command, World } from "./command.ts";
import { demoHints } from "./demo-hints.ts";
import { incidentSummaries, isIncidentName, type IncidentName } from "../demo/scene/incidents/summaries.ts";
import { ExitCode } from "./exit-code.ts";
import { nearest } from "./nearest.ts";
import { readOptions, wholeNumber } from "./options.ts";
import { privateFile } from "./private-file.ts";
import { runUntilSignal } from "./run-until-signal.ts";
import { serveApp } from "./serve-app.ts";
import { UsageError } from "./usage-error.ts";

/** What the demo will have: refused by name, so that nobody believes that it works. */
const NOT_YET = ["replicas"] as const;

interface DemoOptions {
  readonly host?: string;
  readonly port?: number;
  readonly seed: number;
  readonly incident?: IncidentName;
}

/** `demo`: the gateway over an embedded fleet. */
export const demo: Command = {
  name: "demo",
  synopsis: "demo [--host 127.0.0.1] [--port 4000] [--seed N] [--incident NAME]",
  summary: "serves the graph of clusters that run inside of meshgraph; needs nothing else",
  options: {
    "--host ADDRESS": "the loopback address to listen on (127.0.0.1)",
    "--port N": "the port to listen on (4000); 0 takes a free one",
    "--seed N": "repeats the changes of the run that had this seed",
    "--incident NAME": "plays one of these, some seconds after the start:",
  },
  notes: Object.entries(incidentSummaries).map(([name, summary]) => `    ${name.padEnd(19)} ${summary}`),
  async run(args, world) {
    const options = optionsOf(args);
    check(options);
    await runUntilSignal((stop) => runDemo(options, world, stop));
    return ExitCode.ok;
  },
};

async function runDemo(options: DemoOptions, world: World, stop: AbortSignal): Promise<void> {
  const { seed, incident } = options;
  await using fleet = await world.startDemoFleet({ seed, ...(incident !== undefined && { incident }) });
  await using kubeconfig = await privateFile("kubeconfig", fleet.kubeconfig);
  const ready = (url: string): void => {
    world.tell(`the fleet's changes are repeated by --seed ${seed}`);
    if (incident !== undefined) world.tell(`in some seconds: ${incidentSummaries[incident]}`);
    world.print(demoHints(url));
  };
  await serveApp(configOf(options, kubeconfig.path), world, stop, { keys: { port: "--port", host: "--host" }, ready });
}

function optionsOf(args: readonly string[]): DemoOptions {
  const { values } = readOptions(args, { host: {}, port: {}, seed: {}, incident: {}, replicas: {} });
  for (const name of NOT_YET) {
    if (values[name] !== undefined) throw new UsageError(`--${name}: this part of meshgraph is not there yet`);
  }
  return {
    ...(values.host !== undefined && { host: values.host }),
    ...(values.port !== undefined && { port: wholeNumber("port", values.port) }),
    seed: values.seed === undefined ? randomInt(2 ** 31) : wholeNumber("seed", values.seed),
    ...(values.incident !== undefined && { incident: incidentNamed(values.incident) }),
  };
}

function incidentNamed(name: string): IncidentName {
  if (isIncidentName(name)) return name;
  const names = Object.keys(incidentSummaries);
  const meant = nearest(name, names);
  const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
  throw new UsageError(`--incident: there is no ${JSON.stringify(name)}${hint} (${names.join(", ")})`);
}

/** Checks what there is before anything is started. What is wrong with an option is told of the option: it is no key of a file. */
function check(options: DemoOptions): void {
  try {
    configOf(options, "unknown");
  } catch (error) {
    const problems = error instanceof ConfigError ? error.problems : [];
    const wrong = problems.flatMap(({ path, message }) => {
      const option = path[0] === "server" ? path[1] : undefined;
      const isSet = (option === "host" || option === "port") && options[option] !== undefined;
      return isSet ? [`--${option}: ${message}`] : [];
    });
    throw wrong.length > 0 ? new UsageError(wrong.join("; ")) : error;
  }
}

/** What the demo writes is for a person who tries it: only what went wrong, unless the environment asks for more. */
function configOf({ host, port }: DemoOptions, kubeconfig: string): Config {
  const server = { ...(host !== undefined && { host }), ...(port !== undefined && { port }) };
  const kubernetes = { kubeconfigs: [{ path: kubeconfig }] };
  return createConfig({ server, kubernetes, access: { loopback: true } }, { unlessSet: { log: { level: "warn" } } });
}
