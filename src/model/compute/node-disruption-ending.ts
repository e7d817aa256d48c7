import type { Condition } from "../../../schema/condition.ts";
import { parseNillableDuration } from "./cron-duration.ts";
import type { DisruptionBlocker } from "./node-disruption-blocker.ts";
import { derived } from "./node-disruption-blocker.ts";
import type { DisruptionFacts, PossibleDisruption } from "./node-disruption-facts.ts";
import { conditionOf, trueCondition } from "./node-disruption-facts.ts";
import { podBlockers } from "./node-disruption-pods.ts";
import { provisionerOf } from "./provisioner.ts";

/** No node of Auto Mode becomes older. Source: EKS user guide, auto-security. */
const AUTO_MODE_LIFE_MS = 21 * 86_400_000;

/**
 * A node on its way out: deleted, or chosen to be, which Karpenter shows by a condition and a taint. Null for others. Source: karpenter
 * pkg/controllers/disruption/queue.go (markDisrupted) and pkg/controllers/node/termination/controller.go.
 */
export function terminating(facts: DisruptionFacts): PossibleDisruption | null {
  const { node, nodeClaim } = facts;
  const chosen = trueCondition(nodeClaim, "DisruptionReason");
  const since = nodeClaim?.deletionTimestamp ?? node?.deletionTimestamp ?? null;
  const isTainted =
    node?.taints.some(({ key, effect }) => key === "karpenter.sh/disrupted" && effect === "NoSchedule") === true;
  const isEnded = trueCondition(nodeClaim, "InstanceTerminating") !== null;
  if (since === null && chosen === null && !isTainted && !isEnded) return null;
  const time = Date.parse(nodeClaim?.annotations["karpenter.sh/nodeclaim-termination-timestamp"] ?? "");
  return {
    reason: "Terminating",
    eligible: true,
    since: since ?? chosen?.lastTransitionAt ?? null,
    at: Number.isNaN(time) ? null : new Date(time),
    blockedBy: since === null && !isEnded ? [awaitedReplacement(chosen)] : drainBlockers(facts),
  };
}

function awaitedReplacement(chosen: Condition | null): DisruptionBlocker {
  const why = chosen?.reason == null ? "" : ` as ${chosen.reason}`;
  return derived("AWAITING_REPLACEMENT", `it was chosen${why}, and goes once its replacement is ready`);
}

/** What the drain waits for, and then the volumes; nothing once the machine is being ended. */
function drainBlockers({ nodeClaim, pods, podBudgets, now }: DisruptionFacts): readonly DisruptionBlocker[] {
  if (trueCondition(nodeClaim, "InstanceTerminating") !== null) return [];
  const volumes = conditionOf(nodeClaim, "VolumesDetached");
  if (volumes?.status === "Unknown")
    return [derived("AWAITING_VOLUME_DETACHMENT", "it is drained, and waits for its volumes to be detached")];
  return trueCondition(nodeClaim, "Drained") === null ? podBlockers(pods ?? [], podBudgets ?? [], now) : [];
}

/**
 * The end by age, which waits for nobody; null when nothing is known that ends a node so. Source: karpenter
 * pkg/controllers/nodeclaim/expiration/controller.go.
 */
export function expired({ node, nodeClaim, now }: DisruptionFacts): PossibleDisruption | null {
  const createdAt = nodeClaim?.createdAt ?? node?.createdAt;
  const isAutoMode = provisionerOf(node ?? { labels: nodeClaim?.labels ?? {}, providerID: null }) === "AUTO_MODE";
  const most = isAutoMode ? AUTO_MODE_LIFE_MS : Infinity;
  if (createdAt === undefined || (nodeClaim === null && !isAutoMode)) return null;
  const life = nodeClaim === null ? "Never" : parseNillableDuration(nodeClaim.expireAfter ?? "");
  if (life === null)
    return {
      reason: "Expired",
      eligible: null,
      since: null,
      at: null,
      blockedBy: [
        derived("INVALID_DURATION", `expireAfter is no duration: ${nodeClaim?.expireAfter ?? "it is missing"}`),
      ],
    };
  const lifeMs = Math.min(life === "Never" ? Infinity : life, most);
  const at = lifeMs === Infinity ? null : new Date(createdAt.getTime() + lifeMs);
  const eligible = at !== null && at <= now;
  return { reason: "Expired", eligible, since: eligible ? at : null, at, blockedBy: [] };
}
