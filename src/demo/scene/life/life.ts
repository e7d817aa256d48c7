import { Controllers } from "./controllers.ts";
import { expireEvent, repeatEvent } from "./event-story.ts";
import { movePort } from "./port-story.ts";
import { consolidate, replaceNode } from "./node-story.ts";
import { restartPod, rollPod } from "./pod-stories.ts";
import { need } from "./repair.ts";
import type { Story, World } from "./world.ts";

/** What happens, and how often of so many times. */
const kinds: readonly ((world: World) => Story)[] = [
  rollPod,
  rollPod,
  rollPod,
  rollPod,
  movePort,
  movePort,
  movePort,
  restartPod,
  restartPod,
  replaceNode,
  repeatEvent,
  consolidate,
];

/** How many stories are told at a time. */
const atOnce = 4;

/** The life of a cluster: a few stories at a time, one change a step. The same seed tells the same stories. */
export class Life {
  readonly #world: World;
  readonly #stories: Story[] = [];
  readonly #controllers = new Controllers();

  constructor(world: World) {
    this.#world = world;
  }

  /** Makes the next change: what the controllers have to say first, so that it is never far behind what happens. */
  step(): void {
    if (this.#controllers.report(this.#world) || expireEvent(this.#world)) return;
    // A story that is at its end changes nothing any more, and one that finds nothing to do never begins.
    for (let tries = 0; tries < 50; tries++) {
      const story = this.#next();
      if (story.next().done !== true) return;
      this.#stories.splice(this.#stories.indexOf(story), 1);
    }
  }

  #next(): Story {
    const { random } = this.#world.stage;
    if (this.#stories.length >= atOnce) return random.pick(this.#stories);
    const begin = need(this.#world) ?? random.pick(kinds);
    const story = begin(this.#world);
    this.#stories.push(story);
    return story;
  }
}
