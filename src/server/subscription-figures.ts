/** How subscribers speak to the gateway. */
export type StreamTransport = "sse" | "websocket";

/** What is counted of the subscriptions to one field over one transport. */
export interface SubscriptionFigure {
  readonly transport: StreamTransport;
  readonly field: string;
  /** Streams that run now. */
  active: number;
  /** Events that were handed to subscribers. */
  events: number;
  /** Events that waited, or came, for subscribers that were too far behind: a gap and a snapshot stood in for them. */
  dropped: number;
}

/** The figures of all subscriptions since the start. */
export class SubscriptionFigures {
  readonly #byName = new Map<string, SubscriptionFigure>();

  of(transport: StreamTransport, field: string): SubscriptionFigure {
    const name = `${transport} ${field}`;
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const figure = { transport, field, active: 0, events: 0, dropped: 0 };
    this.#byName.set(name, figure);
    return figure;
  }

  all(): readonly Readonly<SubscriptionFigure>[] {
    return [...this.#byName.values()];
  }
}
