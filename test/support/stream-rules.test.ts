import { expect, test } from "vitest";
import { brokenRules } from "./stream-rules.ts";
import type { HeardEvent, ObjectState } from "./stream-rules.ts";

/** An event, as `ADDED a u1 5`, `DELETED a` or `GAP`. */
function event(text: string): HeardEvent {
  const [kind, id = null, uid, resourceVersion = ""] = text.split(" ");
  return { kind: kind as HeardEvent["kind"], id, node: uid === undefined ? null : { uid, resourceVersion } };
}

/** A state, as `a u1 5`. */
function state(text: string): ObjectState {
  const [id = "", uid = "", resourceVersion = ""] = text.split(" ");
  return { id, uid, resourceVersion };
}

function broken(events: readonly string[], final: readonly string[]): string[] {
  return brokenRules(events.map(event), final.map(state));
}

const begun = ["SNAPSHOT a u1 5", "SNAPSHOT_END"];

test.each([
  { what: "nothing at all", events: [], final: [] },
  {
    what: "a snapshot and changes",
    events: [...begun, "MODIFIED a u1 9", "PROGRESS", "ADDED b u2 10"],
    final: ["a u1 9", "b u2 10"],
  },
  {
    what: "an object that goes and one of its name that comes",
    events: [...begun, "DELETED a", "ADDED a u2 8"],
    final: ["a u2 8"],
  },
  { what: "an object that takes another's place", events: [...begun, "MODIFIED a u2 8"], final: ["a u2 8"] },
  {
    what: "all told anew after a gap",
    events: [...begun, "GAP", "SNAPSHOT a u1 5", "SNAPSHOT_END"],
    final: ["a u1 5"],
  },
  { what: "an object that was out of sight", events: [...begun, "REMOVED a", "ADDED a u1 5"], final: ["a u1 5"] },
  { what: "a stream without a snapshot", events: ["ADDED a u1 5", "DELETED a"], final: [] },
  {
    what: "versions beyond what a number holds",
    events: ["ADDED a u1 9007199254740993", "MODIFIED a u1 9007199254740994"],
    final: ["a u1 9007199254740994"],
  },
])("a stream of $what keeps the rules", ({ events, final }) => {
  expect(broken(events, final)).toEqual([]);
});

test.each([
  { events: [...begun, "MODIFIED a u1 4"], final: ["a u1 4"], says: "W1 ordered: a went back from 5 to 4" },
  { events: ["ADDED a u1 10", "MODIFIED a u1 9"], final: ["a u1 9"], says: "W1 ordered: a went back from 10 to 9" },
  { events: [...begun, "DELETED a", "ADDED a u2 4"], final: ["a u2 4"], says: "W1 ordered: a went back from 5 to 4" },
  { events: [...begun, "GAP", "SNAPSHOT a u1 4"], final: ["a u1 4"], says: "W1 ordered: a went back from 5 to 4" },
  {
    events: [...begun, "DELETED a", "ADDED a u1 6"],
    final: ["a u1 6"],
    says: "W1 ordered: a came again with the uid u1, which is gone",
  },
  {
    events: [...begun, "MODIFIED a u2 6", "MODIFIED a u1 7"],
    final: ["a u1 7"],
    says: "W1 ordered: a came again with the uid u1, which is gone",
  },
  {
    events: [...begun, "DELETED a", "GAP", "SNAPSHOT a u1 6"],
    final: ["a u1 6"],
    says: "W1 ordered: a came again with the uid u1, which is gone",
  },
  { events: [...begun, "MODIFIED a u1 5"], final: ["a u1 5"], says: "W2 unique: a came twice at 5" },
  { events: [...begun, "ADDED a u1 6"], final: ["a u1 6"], says: "W3 reliable: a was ADDED, and was there already" },
  { events: ["MODIFIED a u1 6"], final: ["a u1 6"], says: "W3 reliable: a was MODIFIED, and was not there" },
  { events: ["DELETED a"], final: [], says: "W3 reliable: a was DELETED, and was not there" },
  { events: ["ADDED a"], final: [], says: "W3 reliable: a was ADDED without its state" },
  {
    events: [...begun, "SNAPSHOT b u2 6"],
    final: ["a u1 5", "b u2 6"],
    says: "W3 reliable: b came in a snapshot that no GAP announced",
  },
  { events: begun, final: [], says: "W3 reliable: a is not there, and was told to be u1 at 5" },
  { events: begun, final: ["a u1 6"], says: "W3 reliable: a is u1 at 6, and was told to be u1 at 5" },
  { events: begun, final: ["a u2 5"], says: "W3 reliable: a is u2 at 5, and was told to be u1 at 5" },
  { events: [...begun, "GAP"], final: ["a u1 5"], says: "W3 reliable: a is u1 at 5, and was told to be not there" },
])("a stream that breaks one rule is told so: $says ($events)", ({ events, final, says }) => {
  expect(broken(events, final)).toEqual([says]);
});
