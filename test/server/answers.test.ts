import { hash } from "node:crypto";
import { Query, Resolver } from "type-graphql";
import { expect, test } from "vitest";
import * as vocabulary from "../../src/errors.ts";
import { errorCatalogue, errorsMarkdown } from "../../src/server/error-catalogue.ts";
import { PersistedQueries } from "../../src/server/persisted-queries.ts";
import { OperationPreparer } from "../../src/server/prepare-operation.ts";
import { createSchema } from "../../src/server/schema.ts";
import { cluster } from "../support/entities.ts";
import { defaultLimits, startGraph } from "../support/start-graph.ts";
import { EventReader } from "./support/event-source.ts";
import { RawSocket } from "./support/raw-socket.ts";

@Resolver()
class WordsResolver {
  @Query(() => [String], { nullable: true })
  words(): readonly string[] {
    return ["Жюль", "😀", "plain", "\u2028"];
  }
}

const json = { "content-type": "application/json" };

function post(url: string, query: string): Promise<Response> {
  return fetch(`${url}/graphql`, { method: "POST", headers: json, body: JSON.stringify({ query }) });
}

test("words of all scripts arrive as they were", async () => {
  await using graph = await startGraph({ more: [WordsResolver] });

  const response = await post(graph.url, "{ words }");
  const length = Number(response.headers.get("content-length"));
  const body = await response.text();

  expect(JSON.parse(body)).toEqual({ data: { words: ["Жюль", "😀", "plain", "\u2028"] } });
  expect(length).toBe(Buffer.byteLength(body));
});

test("an answer over the limit is refused, and the next is answered", async () => {
  await using graph = await startGraph({ more: [WordsResolver], limits: { responseSize: 60 } });

  const refused = await post(graph.url, "{ words again: words more: words }");
  const answered = await post(graph.url, "{ words }");

  expect([refused.status, await refused.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: "RESPONSE_TOO_LARGE" } }] },
  ]);
  expect(answered.status).toBe(200);
});

test("what was asked is counted by its outcome, and what was refused by its code", async () => {
  await using graph = await startGraph();

  await post(graph.url, "{ viewer { name } }");
  await post(graph.url, "{ nothing }");
  const text = await (await fetch(`${graph.url}/metrics`)).text();

  expect(text).toMatch(/meshgraph_graphql_operation_duration_seconds_count\{[^}]*type="query",outcome="ok"[^}]*\} 1/);
  expect(text).toMatch(/meshgraph_graphql_errors_total\{[^}]*code="GRAPHQL_VALIDATION_FAILED"[^}]*\} 1/);
});

test("every error of the vocabulary that a client can meet has its line in the catalogue", () => {
  const abstract = new Set<unknown>([vocabulary.AppError]);
  const inside = new Set<unknown>([vocabulary.FencedError]);
  const classes = Object.values(vocabulary).filter((each) => !abstract.has(each) && !inside.has(each));
  const codes = classes.map((Class) => new (Class as typeof vocabulary.BadInputError)("x").code as string);

  expect(Object.keys(errorCatalogue)).toEqual(expect.arrayContaining(codes));
  expect(errorsMarkdown()).toContain("| `DEPTH_LIMIT` | 400 | Fields are nested too deep. |");
});

test("persisted queries are kept up to a bound, and the oldest go first", () => {
  const queries = new PersistedQueries();
  const text = (number: number): string => `# ${number} ${"x".repeat(1024 * 1024)}`;
  const extensionsOf = (query: string) => ({ persistedQuery: { version: 1, sha256Hash: hash("sha256", query) } });

  for (let number = 0; number < 10; number += 1) queries.keep(text(number), extensionsOf(text(number)));

  expect(queries.resolve(undefined, extensionsOf(text(0)))).toMatchObject({ status: 200 });
  expect(queries.resolve(undefined, extensionsOf(text(9)))).toBe(text(9));
});

test("without introspection the schema is not told, not even by what was nearly right", () => {
  const schema = createSchema([WordsResolver]);
  const closed = new OperationPreparer(schema, defaultLimits, { introspection: false });
  const open = new OperationPreparer(schema, defaultLimits);

  const code = (preparer: OperationPreparer, query: string) => JSON.stringify(preparer.prepare({ query }));

  expect(code(closed, "{ __schema { types { name } } }")).toContain("INTROSPECTION_DISABLED");
  expect(code(closed, 'query { ...F } fragment F on Query { __type(name: "A") { name } }')).toContain(
    "INTROSPECTION_DISABLED",
  );
  expect(code(closed, "{ __typename }")).not.toContain("errors");
  expect(code(closed, "{ word }")).not.toContain("Did you mean");
  expect(code(open, "{ word }")).toContain("Did you mean");
  expect(code(open, "{ __schema { types { name } } }")).not.toContain("errors");
});

test("a document that was good is not parsed again, and one that was not is not kept", () => {
  const preparer = new OperationPreparer(createSchema([WordsResolver]), defaultLimits);
  const documentOf = (query: string) => {
    const prepared = preparer.prepare({ query });
    return "document" in prepared ? prepared.document : null;
  };

  const first = documentOf("{ words }");
  const again = documentOf("{ words }");

  expect(again).toBe(first);
  expect(preparer.known(hash("sha256", "{ words }"))?.document).toBe(first);
  expect(documentOf("{ nothing }")).toBeNull();
  expect(preparer.known(hash("sha256", "{ nothing }"))).toBeUndefined();
});

test("an answer over the limit is refused over the other transports, too", async () => {
  await using graph = await startGraph({ more: [WordsResolver], limits: { responseSize: 60 } });
  const query = "{ words again: words more: words }";
  using socket = await new RawSocket(graph.url).ready();
  await using reader = new EventReader(graph.url, query);

  socket.subscribe("1", query);
  await reader.until("the end", ({ hasEnded }) => expect(hasEnded).toBe(true));

  const refused = { errors: [{ extensions: { code: "RESPONSE_TOO_LARGE" } }] };
  expect((await socket.hears("next", "1")).payload).toMatchObject(refused);
  expect(reader.text).toContain('"RESPONSE_TOO_LARGE"');
});

test("a variable of any name is answered the same each time, also when the operation is compiled", async () => {
  await using graph = await startGraph({ entities: [cluster("eu-1")] });
  const answers = new Set<string>();

  for (let time = 0; time < 4; time += 1)
    answers.add(
      await (
        await post(graph.url, 'query ($__proto__: String! = "eu-1") { cluster(name: $__proto__) { name } }')
      ).text(),
    );

  expect([...answers]).toEqual(['{"data":{"cluster":{"name":"eu-1"}}}']);
});
