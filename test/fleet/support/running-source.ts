import { once } from "node:events";
import { MemoryLog } from "../../../src/changelog/memory-log.ts";
import type { FactSource } from "../../../src/fleet/source-runner.ts";
import { SourceRunner } from "../../../src/fleet/source-runner.ts";
import type { Logger } from "../../../src/lib/logger.ts";
import type { Ownership, Sink } from "../../../src/ports.ts";

/** A log that tells who owned a source, and lets a test break its ownership or hold back its appends. */
export class WatchedLog extends MemoryLog {
  readonly terms: number[] = [];
  broken: Error | null = null;
  gate: Promise<void> = Promise.resolve();

  constructor() {
    super({ maxAgeMs: Infinity, maxBytes: Infinity });
  }

  override async own(source: string): Promise<Ownership> {
    if (this.broken !== null) throw this.broken;
    const owner = await super.own(source);
    this.terms.push(owner.term);
    return owner;
  }

  override async append(...[owner, batch]: Parameters<MemoryLog["append"]>): Promise<void> {
    await this.gate;
    await super.append(owner, batch);
  }

  async names(): Promise<string[]> {
    return [...(await this.held("s"))].map(({ name }) => name);
  }
}

interface Run {
  readonly sink: Sink;
  readonly held: readonly string[];
  readonly signal: AbortSignal;
}

/** A runner of a source that does what it is told in each of its runs, in turn, and in those after them waits for its end. */
export function running(log: WatchedLog, ...acts: ((run: Run) => Promise<void>)[]) {
  const runs: Run[] = [];
  const source: FactSource = {
    id: "s",
    run: async (sink, held, signal) => {
      const run = { sink, held: [...held].map(({ name }) => name), signal };
      const act = acts[runs.push(run) - 1];
      if (act !== undefined) await act(run);
      else if (!signal.aborted) await once(signal, "abort");
    },
  };
  const lines: object[] = [];
  const note = (fields: object, message: string) => void lines.push({ ...fields, message });
  const logger: Logger = { error: note, warn: note, info: note, debug: note, child: (of) => childOf(of) };
  const childOf = (of: object): Logger => ({ ...logger, error: (fields, text) => note({ ...of, ...fields }, text) });
  return { runner: new SourceRunner(source, log, logger), runs, lines };
}
