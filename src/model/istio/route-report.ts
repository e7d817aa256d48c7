import type { MeshProblem } from "./mesh-world.ts";
import type { RouteProblemCode } from "./route-problem-codes.ts";

/** Takes note of a problem; `other` is the object that it has to do with, where it is not the one that has it. */
export type ReportRoute = (code: RouteProblemCode, message: string, other?: ProblemObject) => void;

export type ProblemObject = NonNullable<MeshProblem["object"]>;

/** A list of problems of one object, and what adds to it; each is there once. */
export function routeProblems(own: ProblemObject): { readonly problems: MeshProblem[]; readonly report: ReportRoute } {
  const problems: MeshProblem[] = [];
  const report: ReportRoute = (code, message, other) => {
    if (!problems.some((problem) => problem.code === code && problem.message === message))
      problems.push({ code, message, object: other ?? own });
  };
  return { problems, report };
}

/** How an object is called in messages. */
export function nameOf({ type, namespace, name }: ProblemObject): string {
  return `${type} ${namespace}/${name}`;
}

export function objectOf(
  type: ProblemObject["type"],
  { namespace, name }: { readonly namespace: string | null; readonly name: string },
): ProblemObject {
  return { type, namespace: namespace ?? "", name };
}
