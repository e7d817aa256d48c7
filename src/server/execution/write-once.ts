import type { WriteObject } from "./complete.ts";
import type { Path, Run } from "./run.ts";

/**
 * Writes an object that cannot change once for each answer, however many edges lead to it: the cluster of a hundred pods is the same
 * hundred times. An answer is of one moment, so what resolvers make of it is the same too. What failed or gave a promise is written anew,
 * because a failure is told of each place.
 */
export function writeOnce(run: Run, write: WriteObject, source: unknown, path: Path): unknown {
  if (!Object.isFrozen(source)) return write(run, source, path);
  const written = run.written(write);
  const before = written.get(source);
  if (before !== undefined) return before;
  const { failures, promises } = run;
  const answer = write(run, source, path);
  if (run.failures === failures && run.promises === promises) written.set(source, answer);
  return answer;
}
