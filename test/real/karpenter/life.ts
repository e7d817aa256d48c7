import { expect } from "vitest";
import type { GraphAnswer } from "../../support/graph-client.ts";

export function idOf(claim: string): string {
  return `NodeClaim/eu-1/${claim}`;
}

/** Why Karpenter chose the claim to go. */
export function chosenAs({ node }: GraphAnswer): string | undefined {
  return node?.timeline.find(({ type }: GraphAnswer) => type === "CHOSEN")?.reason;
}

/** What a claim passes, and what of it the graph has to tell. */
export const stages = ["CREATED", "LAUNCHED", "REGISTERED", "READY", "DELETED", "gone"];

const conditions = { LAUNCHED: "Launched", REGISTERED: "Registered", INITIALIZED: "Initialized", READY: "Ready" };

/** The last step that is done, when its timeline agrees with its conditions. */
export function stageOf({ timeline, conditions: given }: GraphAnswer): string {
  const statusOf = (wanted: string): string => timeline.find(({ type }: GraphAnswer) => type === wanted)?.status;
  for (const [type, condition] of Object.entries(conditions)) {
    const status = given.find((each: GraphAnswer) => each.type === condition)?.status ?? "Unknown";
    const isDeleted = statusOf("DELETED") === "DONE";
    if (!isDeleted) expect([type, statusOf(type)]).toEqual([type, status === "True" ? "DONE" : "PENDING"]);
  }
  return stages.findLast((type) => statusOf(type) === "DONE") ?? "";
}
