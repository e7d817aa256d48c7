import { expect, test } from "vitest";
import { createLogger } from "../src/log.ts";

function recorded(level: string) {
  const lines: string[] = [];
  return { lines, log: createLogger(level, { write: (line) => void lines.push(line) }) };
}

test("a line is JSON with its level, its time, what its loggers carry and its fields", () => {
  const { lines, log } = recorded("info");

  log.child({ room: "fleet" }).warn({ cluster: "eu-1" }, "watch expired, listing again");

  const line = JSON.parse(lines[0] ?? "") as object;
  expect(line).toEqual({
    level: "warn",
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    room: "fleet",
    cluster: "eu-1",
    msg: "watch expired, listing again",
  });
});

test("what is under the level is not written", () => {
  const { lines, log } = recorded("warn");

  log.info({}, "started");
  log.debug({}, "heard");

  expect(lines).toEqual([]);
});

test("an error is written with its causes", () => {
  const { lines, log } = recorded("info");

  log.error({ error: new Error("outer", { cause: new Error("inner") }) }, "failed");

  expect(lines[0]).toContain("outer");
  expect(lines[0]).toContain("inner");
});

test.each([
  { token: "canary" },
  { user: { token: "canary", password: "canary" } },
  { request: { headers: { authorization: "Bearer canary", cookie: "canary" } } },
  { connection: { cert: "canary", key: "canary" } },
  { error: Object.assign(new Error("failed"), { options: { headers: { authorization: "canary" } } }) },
])("a credential is not written: %j", (fields) => {
  const { lines, log } = recorded("info");

  log.error(fields, "failed");

  expect(lines[0]).toContain("[redacted]");
  expect(lines[0]).not.toContain("canary");
});
