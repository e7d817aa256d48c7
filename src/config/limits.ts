import { z } from "zod";
import { byteSize, count, duration } from "./values.ts";

/** `limits`: what one client, and one cluster, may cost. Each has a default, and the reason for it as its description. */
export const limitsSection = z.strictObject({
  // One request: refused before it costs anything.
  bodySize: byteSize({ max: 16e6 })
    .prefault("256kB")
    .describe("Of a request's body: far more than 2,000 tokens and their variables need."),
  tokens: count()
    .default(2000)
    .describe("In a document: with 2,000 the worst validation found by four families of attack takes 13 ms."),
  depth: count().default(12).describe("Of nested fields. Each level of lists multiplies the answer."),
  aliases: count({ min: 0 }).default(30).describe("In a document: each is another execution of its field."),
  rootFields: count().default(50).describe("In an operation: each is a question of its own."),
  directives: count({ min: 0 })
    .default(20)
    .describe("In a document: each is checked against every rule, and fails with an error of its own."),
  variableDepth: count().default(32).describe("Of nested JSON in variables: coercion recurses, and a stack ends."),
  cost: count()
    .default(5000)
    .describe(
      "Objects that an operation could give, by the sizes of its pages: a page of 200 with four edges each is 1,000, three nested pages of 50 are 130,000.",
    ),
  // One answer.
  errorsReturned: count()
    .default(5)
    .describe("Of an answer: more teach nothing, and an attacker could ask for thousands."),
  executionTime: duration().prefault("10s").describe("Of an answer: whoever waits longer has gone."),
  responseSize: byteSize({ max: 512e6 })
    .prefault("16MB")
    .describe("Of an answer: it is held in memory whole, once for each slow reader."),
  scanObjects: count({ min: 1000 })
    .default(100_000)
    .describe("Objects that one count may look at, as a scan costs what it scans; beyond it totalCount is null."),
  // One connection.
  headersTime: duration()
    .prefault("10s")
    .describe("Until a request's headers are there: a byte a second is an attack."),
  requestTime: duration().prefault("30s").describe("Until a whole request is there: 256 kB at 10 kB a second."),
  connections: count()
    .default(10_000)
    .describe("Open at once; then new ones are closed. Each holds memory and a file descriptor."),
  websocketMessageSize: byteSize({ max: 16e6 }).prefault("256kB").describe("Of a message from a client, as bodySize."),
  websocketInitTime: duration()
    .prefault("3s")
    .describe("Until connection_init: a socket that says nothing holds a place."),
  operationsPerSocket: count()
    .default(100)
    .describe("At once on one WebSocket: each stream holds a queue, and a page shows fewer."),
  // One subscriber.
  subscriberQueue: byteSize()
    .prefault("1MB")
    .describe("Unsent bytes of one subscriber; beyond it the queue is dropped, and told as GAP and a snapshot."),
  slowReaderTime: duration()
    .prefault("30s")
    .describe("A subscriber over its queue has this long to read on, else it is closed with 4413."),
  // One cluster.
  clusterMemory: byteSize({ min: 1e6 })
    .prefault("512MB")
    .describe(
      "Of what is held of a cluster, by estimate: about 230,000 pods. A larger one is STALE, and ends nothing that others share.",
    ),
});
