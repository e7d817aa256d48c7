import type { GraphQLSchema } from "graphql";
import { createSourceEventStream } from "graphql";
import type { FormattedExecutionResult } from "graphql";
import type { Context } from "../context.ts";
import type { ChangeStream, FeedBatch, LiveFeed } from "../ports.ts";
import type { Executor } from "./executor.ts";
import type { ErrorFormatter } from "./format-error.ts";
import type { PreparedOperation } from "./prepare-operation.ts";
import { jsonOf } from "./shared-json.ts";
import type { Message } from "./subscriber.ts";
import { Subscriber } from "./subscriber.ts";

export interface HubOptions {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly formatter: ErrorFormatter;
  /** Unsent bytes of one subscriber above which it loses its queue. */
  readonly queueBytes: number;
}

/** Subscribers of one document with the same variables and the same rights. */
interface Group {
  readonly live: LiveFeed;
  /** Ends what is executed for the group: the end of one member must not, as the others go on. */
  readonly stop: AbortController;
  readonly members: Set<Subscriber>;
}

/** Runs subscriptions: the beginning for each subscriber, what is live once for its whole group. */
export class SubscriptionHub {
  readonly #options: HubOptions;
  readonly #groups = new Map<string, Group>();
  #running = 0;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** How many streams run, those that still read their beginning among them. */
  get subscribers(): number {
    return this.#running;
  }

  /**
   * `contextFor` makes the context of one execution: each batch is answered as of its own moment. The stream ends when the signal is
   * aborted, which whoever hears it must do when nobody reads any more.
   */
  async subscribe(
    prepared: PreparedOperation,
    contextFor: (signal: AbortSignal) => Context,
    signal: AbortSignal,
  ): Promise<AsyncGenerator<FormattedExecutionResult, void, undefined> | FormattedExecutionResult> {
    const { schema, formatter } = this.#options;
    const stream = await createSourceEventStream({
      schema,
      document: prepared.document,
      variableValues: prepared.rawVariables,
      contextValue: contextFor(signal),
      operationName: prepared.operationName ?? null,
    });
    if (!(Symbol.asyncIterator in stream)) return formatter.result(stream);
    return this.#run(prepared, stream as unknown as ChangeStream, contextFor, signal);
  }

  async *#run(
    prepared: PreparedOperation,
    stream: ChangeStream,
    contextFor: (signal: AbortSignal) => Context,
    signal: AbortSignal,
  ): AsyncGenerator<FormattedExecutionResult, void, undefined> {
    const answer = (batch: FeedBatch, until: AbortSignal) => this.#answer(prepared, batch, contextFor(until));
    const key = groupKey(prepared, stream);
    const subscriber = new Subscriber(this.#options.queueBytes);
    this.#running += 1;
    try {
      for (let isGap = false; !signal.aborted; isGap = true) {
        const join = (): void => this.#join(key, subscriber, stream, answer);
        for await (const batch of stream.opening(join, isGap)) yield answer(batch, signal).result;
        // Ends only when the subscriber fell behind, and then everything begins again with a gap.
        yield* subscriber.messages(signal);
        this.#leave(key, subscriber);
      }
    } finally {
      this.#running -= 1;
      this.#leave(key, subscriber);
    }
  }

  /** Within one turn of the event loop: what was pending goes to the others first, and what follows to this one too. */
  #join(
    key: string,
    subscriber: Subscriber,
    stream: ChangeStream,
    answer: (batch: FeedBatch, until: AbortSignal) => Message,
  ): void {
    let group = this.#groups.get(key);
    if (group === undefined) {
      const members = new Set<Subscriber>();
      const stop = new AbortController();
      const live = stream.live((batch) => {
        const message = isReplaced(batch) ? null : answer(batch, stop.signal);
        for (const member of members) {
          if (message === null) member.fallBehind();
          else member.push(message);
        }
      });
      this.#groups.set(key, (group = { live, stop, members }));
    }
    group.live.reach();
    subscriber.begin();
    group.members.add(subscriber);
  }

  #leave(key: string, subscriber: Subscriber): void {
    const group = this.#groups.get(key);
    if (group === undefined || !group.members.delete(subscriber) || group.members.size > 0) return;
    group.live[Symbol.dispose]();
    group.stop.abort();
    this.#groups.delete(key);
  }

  /** Everything that a batch needs is in memory, so its execution gives no promise. */
  #answer(prepared: PreparedOperation, rootValue: FeedBatch, context: Context): Message {
    const { executor, formatter } = this.#options;
    const executed = executor.execute({ ...prepared, context, rootValue });
    if (executed instanceof Promise) throw new Error("a field of a subscription gave a promise");
    const result = formatter.result(executed);
    return { result, bytes: jsonOf(result).length };
  }
}

/** The variables that say where one subscriber begins are its own; a group is formed by the others. */
function groupKey({ query, operationName, operation, variables }: PreparedOperation, stream: ChangeStream): string {
  const own = new Set<string>();
  for (const selection of operation.selectionSet.selections) {
    if (selection.kind !== "Field") continue;
    for (const { name, value } of selection.arguments ?? [])
      if ((name.value === "since" || name.value === "snapshot") && value.kind === "Variable") own.add(value.name.value);
  }
  const shared = Object.entries(variables).filter(([name]) => !own.has(name));
  return JSON.stringify([query, operationName, shared, stream.group]);
}

/** The store was replaced as a whole, so everybody needs a snapshot. */
function isReplaced({ events }: FeedBatch): boolean {
  return events.some(({ kind }) => kind === "GAP");
}
