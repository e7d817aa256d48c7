import { expect, test } from "vitest";
import { figuresOf } from "../../src/fleet/figures.ts";
import { Store } from "../../src/store/store.ts";
import { source, watch } from "../support/entities.ts";

const noon = Date.UTC(2026, 10, 23, 12);
const at = (secondsAgo: number): Date => new Date(noon - secondsAgo * 1000);

function figures(...entities: Parameters<Store["restart"]>[0]["entities"][]) {
  const store = new Store();
  store.restart({ epoch: "e", position: "1-0", entities: entities.flatMap((some) => [...some]) });
  return figuresOf(store, noon);
}

test("a source is as stale as the watch of it that was silent longest, as its clients are told", () => {
  const { sources } = figures([
    source("eu-1"),
    watch("eu-1", "Pod", { lastEventAt: at(5) }),
    watch("eu-1", "Namespace", { lastEventAt: at(30) }),
    source("us-1"),
    watch("us-1", "Pod", { lastEventAt: at(90) }),
  ]);

  expect(sources).toEqual([
    { cluster: "eu-1", source: "kubernetes", up: true, stalenessSeconds: 30 },
    { cluster: "us-1", source: "kubernetes", up: false, stalenessSeconds: 90 },
  ]);
});

test("what is not served, or may not be read any more, makes no source stale", () => {
  const { sources } = figures([
    source("eu-1"),
    watch("eu-1", "Pod", { lastEventAt: at(1) }),
    watch("eu-1", "Namespace", { phase: "ABSENT", lastEventAt: at(86_400) }),
  ]);

  expect(sources).toMatchObject([{ up: true, stalenessSeconds: 1 }]);
});

test("a source whose watches were never heard has no age", () => {
  expect(figures([source("eu-1"), watch("eu-1", "Pod", { lastEventAt: null })]).sources).toMatchObject([
    { stalenessSeconds: null },
  ]);
});
