import { KubeconfigError } from "./kubeconfig.ts";

/** What is wrong with several things, each of which is tried whatever became of the others. */
export class Faults {
  readonly #problems: string[] = [];

  /** What the work gives; undefined when it throws, which is kept. */
  async of<T>(work: () => T | Promise<T>, describe: (problem: string) => string = (problem) => problem) {
    try {
      return await work();
    } catch (error) {
      this.#problems.push(...problemsOf(error).map(describe));
      return undefined;
    }
  }

  /** Throws KubeconfigError with everything that was kept, if anything was. */
  check(): void {
    if (this.#problems.length > 0) throw this.error();
  }

  error(): KubeconfigError {
    return new KubeconfigError(this.#problems);
  }
}

/** Each problem that an error tells of. */
export function problemsOf(error: unknown): readonly string[] {
  if (error instanceof KubeconfigError) return error.problems;
  if (!(error instanceof Error)) return [String(error)];
  if (!("code" in error) || error.code !== "ENOENT") return [error.message];
  return ["path" in error ? `there is no file ${String(error.path)}` : "there is no such file or folder"];
}
