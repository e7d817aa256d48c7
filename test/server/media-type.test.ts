import { expect, test } from "vitest";
import { accepted } from "../../src/server/media-type.ts";

const JSON_ANSWER = "application/json; charset=utf-8";
const GRAPHQL_ANSWER = "application/graphql-response+json; charset=utf-8";

test.each<readonly [accept: string | undefined, json: string | null, events: boolean]>([
  [undefined, JSON_ANSWER, false],
  ["*/*", JSON_ANSWER, false],
  ["application/*", JSON_ANSWER, false],
  ["application/json", JSON_ANSWER, false],
  ["application/json; charset=utf-8", JSON_ANSWER, false],
  ["application/graphql-response+json", GRAPHQL_ANSWER, false],
  ["application/graphql-response+json, application/json;q=0.9", GRAPHQL_ANSWER, false],
  ["application/graphql-response+json;q=0.1, APPLICATION/JSON;q=0.2", JSON_ANSWER, false],
  ["text/html, application/xhtml+xml, */*;q=0.8", JSON_ANSWER, false],
  ["text/html", null, false],
  ["multipart/mixed", null, false],
  ["application/json;q=0", null, false],
  ["text/event-stream", null, true],
  ["application/json, text/event-stream", JSON_ANSWER, true],
])("%s takes %s, and a stream: %s", (header, json, events) => {
  expect(accepted(header)).toEqual({ json, events });
});
