import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Lifecycle } from "../../src/lib/lifecycle.ts";

/** Something open that takes a turn to end, and notes when it begins to and when it has; a failing one notes only the first. */
function open(name: string, notes: string[], failure?: Error): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      notes.push(`${name} ends`);
      await turn();
      if (failure !== undefined) throw failure;
      notes.push(`${name} ended`);
    },
  };
}

test("what was opened is given back, and ended last first, one after another", async () => {
  const notes: string[] = [];
  const first = open("first", notes);
  {
    await using lifecycle = new Lifecycle();
    expect(lifecycle.use(first)).toBe(first);
    lifecycle.use(open("second", notes));
    expect(notes).toEqual([]);
  }

  expect(notes).toEqual(["second ends", "second ended", "first ends", "first ended"]);
});

test("all is ended also when some of it fails, and all failures are told", async () => {
  const notes: string[] = [];
  const failures = [new Error("one"), new Error("three")];
  const lifecycle = new Lifecycle();
  lifecycle.use(open("1", notes, failures[0]));
  lifecycle.use(open("2", notes));
  lifecycle.use(open("3", notes, failures[1]));

  await expect(lifecycle[Symbol.asyncDispose]()).rejects.toMatchObject({ errors: failures.toReversed() });
  expect(notes).toEqual(["3 ends", "2 ends", "2 ended", "1 ends"]);
});

test("each is ended once, however often the end is asked for", async () => {
  const notes: string[] = [];
  const lifecycle = new Lifecycle();
  lifecycle.use(open("1", notes));
  lifecycle.use(open("2", notes));
  await Promise.all([lifecycle[Symbol.asyncDispose](), lifecycle[Symbol.asyncDispose]()]);
  await lifecycle[Symbol.asyncDispose]();

  expect(notes.filter((note) => note.endsWith("ends")).toSorted()).toEqual(["1 ends", "2 ends"]);
});

test("what fails before it waits does not keep the rest open", async () => {
  let isEnded = false;
  const lifecycle = new Lifecycle();
  lifecycle.use({ [Symbol.asyncDispose]: async () => void (isEnded = true) });
  lifecycle.use({
    [Symbol.asyncDispose]: () => {
      throw new Error("broken");
    },
  });

  await expect(lifecycle[Symbol.asyncDispose]()).rejects.toMatchObject({ errors: [new Error("broken")] });
  expect(isEnded).toBe(true);
});
