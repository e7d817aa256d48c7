import { setImmediate as nextTurn } from "node:timers/promises";
import type { GraphQLSchema } from "graphql";
import { createSourceEventStream } from "graphql";
import type { FormattedExecutionResult } from "graphql";
import { isGap } from "../access/change-match.ts";
import type { Context } from "../context.ts";
import type { ChangeStream, FeedBatch, LiveFeed } from "../ports.ts";
import type { Executor } from "./executor.ts";
import type { ErrorFormatter } from "./format-error.ts";
import { groupKey } from "./group-key.ts";
import type { PreparedOperation } from "./prepare-operation.ts";
import { jsonOf } from "./shared-json.ts";
import type { Message } from "./subscriber.ts";
import { Subscriber } from "./subscriber.ts";
import type { StreamTransport, SubscriptionFigure } from "./subscription-figures.ts";
import { SubscriptionFigures } from "./subscription-figures.ts";

export interface HubOptions {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly formatter: ErrorFormatter;
  /** Unsent bytes of one subscriber above which it loses its queue. */
  readonly queueBytes: number;
}

/** Of more events at once nobody is told one by one: reading the state again is less. */
const MAX_EVENTS = 10_000;

/** Makes the context of one execution, which ends with the signal. */
type ContextFor = (signal: AbortSignal) => Context;

/** Subscribers of one document with the same variables and the same rights. */
interface Group {
  readonly live: LiveFeed;
  /** Ends what is executed for the group: the end of one member must not, as the others go on. */
  readonly stop: AbortController;
  /** What is live is executed in the context of a member that is still there: whose, makes no difference. */
  readonly members: Map<Subscriber, ContextFor>;
}

/** Runs subscriptions: the beginning for each subscriber, what is live once for its whole group. */
export class SubscriptionHub {
  readonly #options: HubOptions;
  readonly #groups = new Map<string, Group>();
  readonly #figures = new SubscriptionFigures();

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** How many streams run, those that still read their beginning among them. */
  get subscribers(): number {
    return this.figures.reduce((sum, { active }) => sum + active, 0);
  }

  get figures(): readonly Readonly<SubscriptionFigure>[] {
    return this.#figures.all();
  }

  /**
   * `contextFor` makes the context of one execution: each batch is answered as of its own moment. The stream ends when the signal is
   * aborted, which whoever hears it must do when nobody reads any more.
   */
  async subscribe(
    prepared: PreparedOperation,
    contextFor: ContextFor,
    signal: AbortSignal,
    transport: StreamTransport,
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
    return this.#run({ prepared, stream: stream as unknown as ChangeStream, contextFor, signal, transport });
  }

  async *#run(subscription: Subscription): AsyncGenerator<FormattedExecutionResult, void, undefined> {
    const { prepared, stream, contextFor, signal, transport } = subscription;
    const key = groupKey(prepared, stream);
    const figure = this.#figures.of(transport, fieldOf(prepared));
    const subscriber = new Subscriber(this.#options.queueBytes, figure);
    figure.active += 1;
    try {
      let isBehind = false;
      while (!signal.aborted) {
        for await (const batch of stream.opening(() => this.#join(key, subscriber, subscription), isBehind)) {
          if (signal.aborted) return;
          const { result, events } = this.#answer(prepared, batch, () => contextFor(signal));
          figure.events += events;
          yield result;
          // Whoever reads as fast as it is given must not keep all others waiting.
          await nextTurn();
        }
        // Ends only when the subscriber fell behind, and then everything begins again with a gap.
        yield* subscriber.messages(signal);
        this.#leave(key, subscriber);
        isBehind = true;
      }
    } finally {
      figure.active -= 1;
      this.#leave(key, subscriber);
    }
  }

  /** Within one turn of the event loop: what was pending goes to the others first, and what follows to this one too. */
  #join(key: string, subscriber: Subscriber, { prepared, stream, contextFor }: Subscription): void {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = this.#formGroup(prepared, stream);
      this.#groups.set(key, group);
    }
    group.live.reach();
    subscriber.begin();
    group.members.set(subscriber, contextFor);
  }

  #formGroup(prepared: PreparedOperation, stream: ChangeStream): Group {
    const members = new Map<Subscriber, ContextFor>();
    const stop = new AbortController();
    const live = stream.live((batch) => {
      const [contextFor] = members.values();
      if (contextFor === undefined) return;
      const message =
        isGap(batch) || batch.events.length > MAX_EVENTS
          ? null
          : this.#answer(prepared, batch, () => contextFor(stop.signal));
      for (const member of members.keys()) {
        if (message === null) member.fallBehind(isGap(batch) ? 0 : batch.events.length);
        else member.push(message);
      }
    });
    return { live, stop, members };
  }

  #leave(key: string, subscriber: Subscriber): void {
    const group = this.#groups.get(key);
    if (group === undefined || !group.members.delete(subscriber) || group.members.size > 0) return;
    group.live[Symbol.dispose]();
    group.stop.abort();
    this.#groups.delete(key);
  }

  /** Never throws: what fails is told to whom it was for, as there is nobody else to tell. */
  #answer(prepared: PreparedOperation, rootValue: FeedBatch, context: () => Context): Message {
    const { executor, formatter } = this.#options;
    try {
      const executed = executor.execute({ ...prepared, context: context(), rootValue });
      if (executed instanceof Promise) {
        executed.catch(() => {});
        // Everything that a batch needs is in memory.
        throw new Error("a field of a subscription gave a promise");
      }
      return messageOf(formatter.result(executed), rootValue);
    } catch (error) {
      return messageOf({ errors: [formatter.format(error)] }, rootValue);
    }
  }
}

/** One subscriber's question, and where its answers come from. */
interface Subscription {
  readonly prepared: PreparedOperation;
  readonly stream: ChangeStream;
  readonly contextFor: ContextFor;
  readonly signal: AbortSignal;
  readonly transport: StreamTransport;
}

function messageOf(result: FormattedExecutionResult, { events }: FeedBatch): Message {
  return { result, bytes: jsonOf(result).length, events: events.length };
}

/** The field that is subscribed to: a subscription has one. */
function fieldOf({ operation }: PreparedOperation): string {
  const [selection] = operation.selectionSet.selections;
  return selection?.kind === "Field" ? selection.name.value : "";
}
