import type { GraphQLError, ResponsePath } from "graphql";

/** Where in the answer something stands; undefined is the answer itself. */
export type Path = ResponsePath | undefined;

/** One execution of an operation. */
export class Run {
  readonly rootValue: unknown;
  readonly context: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly errors: GraphQLError[] = [];
  /** Promises that fields gave so far: an object that made none is ready as it is. */
  promises = 0;
  /** Arguments that depend on variables, by the field that asks for them: worked out once, not for each object of a list. */
  readonly args = new Map<object, Readonly<Record<string, unknown>>>();
  /** How often something failed so far. */
  failures = 0;
  readonly #nulled = new Set<Path>();
  readonly #written = new Map<object, Map<unknown, unknown>>();

  constructor(rootValue: unknown, context: unknown, variables: Readonly<Record<string, unknown>>) {
    this.rootValue = rootValue;
    this.context = context;
    this.variables = variables;
  }

  /** Keeps an error that made its position null, unless the position is inside what an earlier error made null. */
  report(error: GraphQLError, path: Path): void {
    this.failures += 1;
    if (this.#nulled.size > 0 && this.#isNulled(path)) return;
    this.#nulled.add(path);
    this.errors.push(error);
  }

  /** What a writer has made of objects that cannot change. */
  written(writer: object): Map<unknown, unknown> {
    let written = this.#written.get(writer);
    if (written === undefined) this.#written.set(writer, (written = new Map()));
    return written;
  }

  #isNulled(start: Path): boolean {
    for (let path = start; path !== undefined; path = path.prev) if (this.#nulled.has(path)) return true;
    return this.#nulled.has(undefined);
  }
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
