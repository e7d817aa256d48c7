import { hash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StartedGraph } from "../support/start-graph.ts";
import { startGraph } from "../support/start-graph.ts";
import { FaultyResolver, SECRET } from "./support/faulty.ts";
import { RawSocket } from "./support/raw-socket.ts";

let graph: StartedGraph;

beforeAll(async () => {
  graph = await startGraph({ more: [FaultyResolver] });
});

afterAll(() => graph[Symbol.asyncDispose]());

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly codes: readonly string[];
}

interface GraphQLBody {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

async function ask(path: string, init: RequestInit & { readonly duplex?: "half" } = {}): Promise<Answered> {
  const response = await fetch(`${graph.url}${path}`, init);
  const body = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  const { errors = [] } = isJson && body !== "" ? (JSON.parse(body) as GraphQLBody) : {};
  return { status: response.status, headers: response.headers, body, codes: errors.map((e) => e.extensions.code) };
}

const json = { "content-type": "application/json" };

function post(body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
  return ask("/graphql", { method: "POST", headers: { ...json, ...headers }, body: stringify(body) });
}

function get(parameters: Record<string, string>, headers: Record<string, string> = {}): Promise<Answered> {
  const sent = { "apollo-require-preflight": "1", ...headers };
  return ask(`/graphql?${new URLSearchParams(parameters).toString()}`, { headers: sent });
}

function repeat(count: number, text: (number: number) => string): string {
  return Array.from({ length: count }, (_, number) => text(number)).join(" ");
}

/** As JSON; `DEEP` stands for what is nested deeper than JSON.stringify can. */
function stringify(value: unknown): string {
  return JSON.stringify(value).replaceAll('"DEEP"', "[".repeat(10_000) + "]".repeat(10_000));
}

/** Meshes of clusters of meshes: as deep as one likes. */
function deep(levels: number): string {
  let inner = "name";
  for (let level = 0; level < levels; level += 1)
    inner = level % 2 === 0 ? `meshes { ${inner} }` : `clusters { nodes { ${inner} } }`;
  return `{ cluster(name: "a") { ${levels % 2 === 0 ? `meshes { ${inner} }` : inner} } }`;
}

const ONE_CLUSTER = "query ($name: String!) { cluster(name: $name) { name } }";
const PAGE = "query ($first: Int) { clusters(first: $first) { nodes { name } } }";

/** Operations that are refused before they run, by the row of the table of attacks: the same on every transport. */
const REFUSED: readonly (readonly [what: string, code: string, payload: Record<string, unknown>])[] = [
  ["10: a query that is no string", "BAD_REQUEST", { query: { a: 1 } }],
  ["10: no query", "BAD_REQUEST", { variables: {} }],
  ["11: variables that are a string", "BAD_REQUEST", { query: "{ viewer { name } }", variables: "SECRET" }],
  ["11: variables that are a list", "BAD_REQUEST", { query: "{ viewer { name } }", variables: ["SECRET"] }],
  [
    "11: an unknown operation",
    "OPERATION_RESOLUTION_FAILURE",
    { query: "query A { viewer { name } }", operationName: "B" },
  ],
  [
    "11: two operations and no name",
    "OPERATION_RESOLUTION_FAILURE",
    { query: "query A { viewer { name } } query B { viewer { name } }" },
  ],
  ["12: a syntax error", "GRAPHQL_PARSE_FAILED", { query: "{ viewer {" }],
  ["12: a syntax error about tokens", "GRAPHQL_PARSE_FAILED", { query: "{ a } tokens" }],
  ["13: too many tokens", "DOCUMENT_TOO_LARGE", { query: `{ ${repeat(2500, () => "a")} }` }],
  ["13: a comment of 90 kB", "DOCUMENT_TOO_LARGE", { query: `{ viewer { name } } # ${"x".repeat(90_000)}` }],
  ["14: too deep", "DEPTH_LIMIT", { query: deep(21) }],
  [
    "14: fragments in breadth",
    "DEPTH_LIMIT",
    {
      query: `{ ...F0 } ${repeat(30, (n) => `fragment F${n} on Query { cluster(name: "a") { meshes { clusters { nodes { name } } } } ...G${n} }`)} ${repeat(30, (n) => `fragment G${n} on Query { x { ...F${n + 1} ...F${n + 1} } }`)} fragment F30 on Query { x }`,
    },
  ],
  [
    "15: fragments in a circle",
    "GRAPHQL_VALIDATION_FAILED",
    { query: "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }" },
  ],
  ["16: 101 aliases", "ALIAS_LIMIT", { query: `{ ${repeat(101, (n) => `a${n}: __typename`)} }` }],
  ["16: 600 aliases", "ALIAS_LIMIT", { query: `{ ${repeat(600, (n) => `a${n}: __typename`)} }` }],
  ["17: 60 directives", "DIRECTIVE_LIMIT", { query: `{ viewer { name ${repeat(60, () => "@include(if: true)")} } }` }],
  [
    "17: 10 unknown directives",
    "GRAPHQL_VALIDATION_FAILED",
    { query: `{ viewer { name ${repeat(10, () => "@aa")} } }` },
  ],
  [
    "18: pages in pages in pages",
    "COST_LIMIT",
    { query: "{ clusters(first: 200) { nodes { kubernetesNodes(first: 200) { nodes { name } } } } }" },
  ],
  [
    "18: pages that are too large in pages",
    "COST_LIMIT",
    {
      query:
        "{ clusters(first: 500) { nodes { kubernetesNodes(first: 500) { nodes { pods(first: 500) { nodes { name } } } } } } }",
    },
  ],
  [
    "18: pages in pages whose sizes are variables",
    "COST_LIMIT",
    {
      query: "query ($n: Int) { clusters(first: $n) { nodes { kubernetesNodes(first: $n) { nodes { name } } } } }",
      variables: { n: 200 },
    },
  ],
  ["21: a variable of the wrong type", "BAD_USER_INPUT", { query: ONE_CLUSTER, variables: { name: { SECRET: 1 } } }],
  ["21: a variable that is missing", "BAD_USER_INPUT", { query: ONE_CLUSTER }],
  ["21: an integer that is too large", "BAD_USER_INPUT", { query: PAGE, variables: { first: 4_815_162_342_108 } }],
  ["22: a variable that is nested 10,000 deep", "BAD_USER_INPUT", { query: ONE_CLUSTER, variables: { name: "DEEP" } }],
  ["a mutation where there are none", "GRAPHQL_VALIDATION_FAILED", { query: "mutation { nothing }" }],
  ["24: @defer", "GRAPHQL_VALIDATION_FAILED", { query: "{ ... @defer { viewer { name } } }" }],
  ["24: @stream", "GRAPHQL_VALIDATION_FAILED", { query: "{ clusters { nodes @stream { name } } }" }],
];

function expectRefusal(errors: GraphQLBody["errors"], code: string): void {
  expect(errors?.map(({ extensions }) => extensions.code)).toContain(code);
  expect(errors?.length).toBeLessThanOrEqual(5);
  expect(JSON.stringify(errors)).not.toMatch(/SECRET|4815162342108/);
}

describe.each(REFUSED)("%s", (_what, code, payload) => {
  test("is refused by POST", async () => {
    const { status, body } = await post(payload);

    expect(status).toBe(400);
    expectRefusal((JSON.parse(body) as GraphQLBody).errors, code);
  });

  test("is refused as a stream of events: in it, when there is an operation that it could be about", async () => {
    const { status, headers, body } = await post(payload, { accept: "text/event-stream" });

    const isOfOperation = !UNREADABLE.has(code);
    expect([status, headers.get("content-type")]).toEqual(
      isOfOperation ? [200, "text/event-stream; charset=utf-8"] : [400, "application/json; charset=utf-8"],
    );
    const [, event] = /^event: next\ndata: (.*)\n\nevent: complete\ndata:\n\n$/.exec(body) ?? [];
    expectRefusal((JSON.parse(isOfOperation ? String(event) : body) as GraphQLBody).errors, code);
  });
});

const UNREADABLE = new Set(["BAD_REQUEST", "GRAPHQL_PARSE_FAILED", "DOCUMENT_TOO_LARGE"]);

/** A message of another shape is no message of the protocol, and a URL has texts only. */
const MESSAGES = REFUSED.filter(
  ([, , { query, variables = {} }]) =>
    typeof query === "string" && typeof variables === "object" && !Array.isArray(variables),
);
const BY_URL = MESSAGES.filter(([what]) => !what.startsWith("a mutation"));

test.each(MESSAGES)("%s is refused with %s over a WebSocket, for its id only", async (_what, code, payload) => {
  using socket = await new RawSocket(graph.url).ready();

  socket.socket.send(stringify({ type: "subscribe", id: "1", payload }));

  expectRefusal((await socket.hears("error", "1")).payload as GraphQLBody["errors"], code);
  expect(socket.closed).toBeNull();
});

test.each(BY_URL)(
  "%s is refused with %s by GET, when the URL is not too long already",
  async (_what, code, payload) => {
    const { query, variables, ...names } = payload as { query: string; variables?: object };
    const parameters = { query, ...names, ...(variables && { variables: stringify(variables) }) };
    const isTooLong = stringify(payload).length > 12_000;

    const { status, body } = await get(parameters);

    expect(status).toBe(isTooLong ? 431 : 400);
    expectRefusal((JSON.parse(body) as GraphQLBody).errors, isTooLong ? "HEADERS_TOO_LARGE" : code);
  },
);

test("what was refused is not in the log", () => {
  expect(JSON.stringify(graph.logged)).not.toMatch(/"SECRET"|4815162342108/);
});

const query = "{ viewer { name } }";

/** Requests that HTTP alone can bring, by the row of the table. */
const REQUESTS: readonly (readonly [what: string, status: number, code: string, ask: () => Promise<Answered>])[] = [
  [
    "1: a GET that a page could have made",
    400,
    "CSRF_BLOCKED",
    () => ask(`/graphql?query=${encodeURIComponent(query)}`),
  ],
  ["3: a GET with a plain text type", 415, "BAD_REQUEST", () => get({ query }, { "content-type": "text/plain" })],
  ["4: plain text", 415, "UNSUPPORTED_MEDIA_TYPE", () => post({ query }, { "content-type": "text/plain" })],
  [
    "4: a form",
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    () => post({ query }, { "content-type": "application/x-www-form-urlencoded" }),
  ],
  [
    "4: parts",
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    () => post({ query }, { "content-type": "multipart/form-data; boundary=x" }),
  ],
  [
    "4: no type",
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    () => ask("/graphql", { method: "POST", body: new TextEncoder().encode(JSON.stringify({ query })) }),
  ],
  ["2: a mutation by GET", 405, "BAD_REQUEST", () => get({ query: "mutation { nothing }" })],
  [
    "2: a mutation by GET, for events",
    405,
    "BAD_REQUEST",
    () => get({ query: "mutation { nothing }" }, { accept: "text/event-stream" }),
  ],
  ["5: PUT", 405, "BAD_REQUEST", () => ask("/graphql", { method: "PUT", headers: json, body: "{}" })],
  ["5: DELETE", 405, "BAD_REQUEST", () => ask("/graphql", { method: "DELETE" })],
  ["5: PATCH", 405, "BAD_REQUEST", () => ask("/graphql", { method: "PATCH", headers: json, body: "{}" })],
  ["6: no body", 400, "BAD_REQUEST", () => ask("/graphql", { method: "POST", headers: json, body: "" })],
  ["6: an empty object", 400, "BAD_REQUEST", () => post({})],
  ["7: null", 400, "BAD_REQUEST", () => post(null)],
  ["7: a number", 400, "BAD_REQUEST", () => post(5)],
  ["7: broken JSON", 400, "BAD_REQUEST", () => ask("/graphql", { method: "POST", headers: json, body: '{"query": ' })],
  ["8: a body that is too large", 413, "PAYLOAD_TOO_LARGE", () => post({ query, more: "x".repeat(300_000) })],
  [
    "8: a body that is too large in chunks",
    413,
    "PAYLOAD_TOO_LARGE",
    () =>
      ask("/graphql", {
        method: "POST",
        headers: json,
        body: new Blob(["x".repeat(300_000)]).stream(),
        duplex: "half",
      }),
  ],
  ["8: a body that is packed", 415, "UNSUPPORTED_MEDIA_TYPE", () => post({ query }, { "content-encoding": "gzip" })],
  [
    "8: a body that is packed and far larger than it looks",
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    () =>
      ask("/graphql", {
        method: "POST",
        headers: { ...json, "content-encoding": "gzip" },
        body: gzipSync(Buffer.alloc(50_000_000)),
      }),
  ],
  ["9: a list of operations", 400, "BATCHING_DISABLED", () => post([{ query }, { query }])],
  ["23: who accepts pages only", 406, "BAD_REQUEST", () => post({ query }, { accept: "text/html" })],
  ["23: who accepts parts only", 406, "BAD_REQUEST", () => post({ query }, { accept: "multipart/mixed" })],
  [
    "26: a subscription by a plain POST",
    400,
    "SUBSCRIPTION_TRANSPORT_REQUIRED",
    () => post({ query: "subscription { changes { cursor } }" }),
  ],
  ["29: a page of another site", 403, "FORBIDDEN", () => post({ query }, { origin: "https://evil.example.com" })],
  [
    "29: a page of another site that asks first",
    403,
    "FORBIDDEN",
    () => ask("/graphql", { method: "OPTIONS", headers: { origin: "https://evil.example.com" } }),
  ],
  [
    "55: plain text, for events",
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    () => post({ query }, { "content-type": "text/plain", accept: "text/event-stream" }),
  ],
  ["a path that is not there", 404, "NOT_FOUND", () => ask("/nothing")],
  [
    "a stream that was reserved",
    404,
    "BAD_REQUEST",
    () => post({ query }, { accept: "text/event-stream", "x-graphql-event-stream-token": "1" }),
  ],
];

test.each(REQUESTS)("%s is answered with %i %s, as JSON", async (_what, status, code, request) => {
  const answer = await request();

  expect([answer.status, answer.codes]).toEqual([status, [code]]);
  expect(answer.headers.get("content-type")).toMatch(/^application\/(graphql-response\+)?json/);
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});

test("a body whose coding is none is read", async () => {
  expect((await post({ query }, { "content-encoding": "identity" })).status).toBe(200);
});

test("a GET that no page could have made is answered", async () => {
  const { status, body } = await get({ query });

  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({ data: { viewer: { name: "loopback" } } });
});

test("another method is told which may be used", async () => {
  const { headers } = await ask("/graphql", { method: "DELETE" });

  expect(headers.get("allow")).toContain("POST");
});

test("a persisted query is unknown, then registered, then replayed, and its variables are checked each time", async () => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash("sha256", ONE_CLUSTER) } };
  const variables = { name: "nowhere" };

  const unknown = await post({ extensions, variables });
  expect([unknown.status, unknown.codes]).toEqual([200, ["PERSISTED_QUERY_NOT_FOUND"]]);
  const registered = await post({ query: ONE_CLUSTER, extensions, variables });
  expect([registered.status, registered.body]).toEqual([200, `{"data":{"cluster":null}}`]);
  const replayed = await post({ extensions, variables });
  expect([replayed.status, replayed.body]).toEqual([200, `{"data":{"cluster":null}}`]);
  const wrong = await post({ extensions, variables: { name: { SECRET: 1 } } });
  expect([wrong.status, wrong.codes]).toEqual([400, ["BAD_USER_INPUT"]]);
  expect(wrong.body).not.toContain("SECRET");
});

test("a fault of a resolver is a part that is null, with an errorId that is in the log and nothing else", async () => {
  const { status, body } = await post({ query: "{ fault viewer { name } }" });

  const { data, errors } = JSON.parse(body) as { data: unknown; errors: { extensions: Record<string, string> }[] };
  expect(status).toBe(200);
  expect(data).toEqual({ fault: null, viewer: { name: "loopback" } });
  expect(errors.map(({ extensions }) => extensions["code"])).toEqual(["INTERNAL_SERVER_ERROR"]);
  expect(body).not.toContain(SECRET);
  const errorId = errors[0]?.extensions["errorId"];
  const line = graph.logged.find(({ fields }) => fields["errorId"] === errorId);
  expect(String(line?.fields["err"])).toContain(SECRET);
});

test("of many faults only the first are told", async () => {
  const { body } = await post({ query: `{ ${repeat(20, (n) => `f${n}: fault`)} }` });

  expect((JSON.parse(body) as GraphQLBody).errors).toHaveLength(5);
});
