import type { Config } from "../config.ts";
import type { Logger } from "../lib/logger.ts";
import type { IncidentName } from "../demo/scene/incidents/summaries.ts";
import type { ExitCode } from "./exit-code.ts";

/** A gateway that serves, until it is disposed. */
export interface RunningApp extends AsyncDisposable {
  readonly url: string;
}

/** The embedded clusters, until they are disposed. */
export interface RunningFleet extends AsyncDisposable {
  readonly kubeconfig: string;
}

/** What commands do things with. The programs come from main.ts, and are loaded when they are started. */
export interface World {
  /** Resolves when the gateway is ready, or when the signal ended its start: it is to be disposed in either case. */
  startApp(config: Config, deps: { readonly log: Logger; readonly signal: AbortSignal }): Promise<RunningApp>;
  startDemoFleet(options: { readonly seed: number; readonly incident?: IncidentName }): Promise<RunningFleet>;
  /** Writes a line of what was asked for. */
  print(line: string): void;
  /** Writes a line about how it goes. */
  tell(line: string): void;
}

/** What help tells of a command. */
export interface Described {
  readonly name: string;
  /** What is written after `meshgraph`. */
  readonly synopsis: string;
  readonly summary: string;
  /** Each option with what it does. */
  readonly options: Readonly<Record<string, string>>;
  /** What else there is to know, a sentence each. */
  readonly notes?: readonly string[];
}

export interface Command extends Described {
  run(args: readonly string[], world: World): Promise<ExitCode>;
}
