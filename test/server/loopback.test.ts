import { expect, test } from "vitest";
import { isFromLoopback } from "../../src/server/loopback.ts";

test.each([
  "localhost",
  "localhost:4000",
  "LOCALHOST",
  "LocalHost:4000",
  "127.0.0.1",
  "127.0.0.1:4000",
  "127.9.9.9",
  "[::1]",
  "[::1]:4000",
])("a request for the host %s is for this machine", (host) => {
  expect(isFromLoopback({ host })).toBe(true);
});

test.each([
  ["nothing", undefined],
  ["an empty name", ""],
  ["another name", "evil.com"],
  ["a name below ours", "evil.localhost"],
  ["a name that begins as ours", "localhost.evil.com"],
  ["a name that begins as ours, without a dot", "localhostevil.com"],
  ["a name that ends as ours", "evil-localhost"],
  ["a name that begins as our address", "127.0.0.1.evil.com"],
  ["an address as the user of another", "127.0.0.1@evil.com"],
  ["a name as the user of another", "localhost:4000@evil.com"],
  ["a name with a root", "localhost."],
  ["a short address", "127.1"],
  ["every address", "0.0.0.0"],
  ["another address", "10.127.0.1"],
  ["an address that begins with ours", "1127.0.0.1"],
  ["an address without brackets", "::1"],
  ["another address in brackets", "[::2]"],
  ["an address in an address", "[::ffff:127.0.0.1]"],
  ["a port that is none", "localhost:evil"],
  ["two names", "localhost, evil.com"],
  ["two lines", "evil.com\nlocalhost"],
  ["two lines, the other way round", "localhost\nevil.com"],
])("a request for %s is not for this machine", (_what, host) => {
  expect(isFromLoopback({ ...(host !== undefined && { host }) })).toBe(false);
});

test.each([
  ["http://localhost", true],
  ["http://localhost:3000", true],
  ["https://LOCALHOST:3000", true],
  ["http://127.0.0.1:3000", true],
  ["http://127.9.9.9", true],
  ["http://[::1]:3000", true],
  ["null", false],
  ["", false],
  ["localhost", false],
  ["https://evil.com", false],
  ["https://evil.com:4000", false],
  ["http://localhost.evil.com", false],
  ["http://127.0.0.1.evil.com", false],
  ["http://127.0.0.1@evil.com", false],
  ["http://evil.com/http://localhost", false],
  ["http://evil.com#localhost", false],
  ["http://evil.com?localhost:80", false],
  ["file://", false],
  ["http://", false],
])("a page of %s may ask this machine: %s", (origin, expected) => {
  expect(isFromLoopback({ host: "localhost:4000", origin })).toBe(expected);
});

test("a page of this machine may not ask under another name", () => {
  expect(isFromLoopback({ host: "evil.com", origin: "http://localhost:3000" })).toBe(false);
});
