import type { ExecutionResult } from "graphql";
import { graphql } from "graphql";
import type { Entity } from "../../schema/entity.ts";
import type { Context } from "../../src/context.ts";
import type { Feed, Seals } from "../../src/ports.ts";
import { naiveSchema } from "./naive-schema.ts";
import type { NaiveViewOptions } from "./naive-view.ts";
import { NaiveView } from "./naive-view.ts";

/** What a query answers, for a test to look into. */
// oxlint-disable-next-line typescript/no-explicit-any -- an answer has whatever shape its query has
export type Answer = any;

/** Readable, so that a test sees what is sealed; not safe at all. */
export const openSeals: Seals = {
  seal: (purpose, text) => JSON.stringify([purpose, text]),
  open: (purpose, sealed) => {
    const prefix = `${JSON.stringify([purpose]).slice(0, -1)},`;
    return sealed.startsWith(prefix) ? (JSON.parse(sealed) as [string, string])[1] : null;
  },
};

const noFeed: Feed = {
  cursor: () => "here",
  changes: () => {
    throw new Error("no feed in this test");
  },
  history: () => Promise.reject(new Error("no feed in this test")),
};

/** A graph over a few entities, which the test may add to and take from. */
export class NaiveGraph {
  readonly entities: Entity[];
  readonly context: Context;

  constructor(entities: readonly Entity[], options: NaiveViewOptions & Partial<Context> = {}) {
    this.entities = [...entities];
    this.context = {
      viewer: { name: "somebody", groups: ["developers"], authentication: "test" },
      view: new NaiveView(this.entities, options),
      feed: options.feed ?? noFeed,
      seals: options.seals ?? openSeals,
      signal: new AbortController().signal,
    };
  }

  execute(source: string, variableValues: Record<string, unknown> = {}): Promise<ExecutionResult> {
    return graphql({ schema: naiveSchema(), source, variableValues, contextValue: this.context });
  }

  /** The data of an answer without errors. */
  async query(source: string, variables?: Record<string, unknown>): Promise<Answer> {
    const { data, errors } = await this.execute(source, variables);
    if (errors !== undefined) throw new AggregateError(errors, errors.map(({ message }) => message).join("; "));
    return data;
  }

  /** The class names of the errors of an answer. */
  async faults(source: string, variables?: Record<string, unknown>): Promise<readonly string[]> {
    const { errors = [] } = await this.execute(source, variables);
    return errors.map(({ originalError, message }) => originalError?.name ?? message);
  }
}
