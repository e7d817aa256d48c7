import type { Story, World } from "../life/world.ts";

/** Something that goes wrong in one cluster, change by change. */
export interface Incident {
  readonly cluster: string;
  play(world: World): Story;
}
