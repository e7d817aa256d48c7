/** The sockets between rooms: types only. Facts come in through Sink and Log; answers are read through View and Feed. */
export * from "./ports/feed.ts";
export * from "./ports/log.ts";
export * from "./ports/sink.ts";
export * from "./ports/telemetry.ts";
export * from "./ports/view.ts";
