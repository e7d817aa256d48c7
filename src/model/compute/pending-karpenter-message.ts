import type { CausePattern, PendingCause } from "./pending-causes.ts";
import { classified } from "./pending-causes.ts";

/** Sources: karpenter 1.0 to 1.14, provisioning/provisioner.go, scheduling/{scheduler,nodeclaim,volumetopology,topology}.go, pkg/scheduling. */
const PATTERNS: readonly CausePattern[] = [
  [/did not tolerate (?:taint \(taint=)?(?<subject>[^\s)]+)/, "TAINT_NOT_TOLERATED"],
  [/limits? (?:have been exhausted )?for nodepool/, "LIMIT_EXCEEDED"],
  [/incompatible volume requirements/, "VOLUME_CONFLICT"],
  [/Dynamic Resource Allocation|dynamic resource|allocating dynamic|resourceclaim/, "RESOURCE_CLAIM"],
  [/(?:incompatible requirements, )?label "(?<subject>[^"]+)" does not have known values/, "REQUIREMENT_CONFLICT"],
  [/^(?:incompatible requirements, )?key (?<subject>[^\s,]+), /, "REQUIREMENT_CONFLICT"],
  [/^incompatible requirements/, "REQUIREMENT_CONFLICT"],
  [/minValues/, "NO_INSTANCE_TYPE"],
  [/^no instance type has enough resources/, "INSTANCE_TYPE_TOO_SMALL"],
  [/^no instance type has the required offering/, "NO_OFFERING"],
  [/^no instance type|filtered out all (?:available|compatible)/, "NO_INSTANCE_TYPE"],
  [/reserved offering/, "RESERVED_CAPACITY"],
  [/unsatisfiable topology constraint for pod anti-affinity, key=(?<subject>[^\s,]+)/, "POD_ANTI_AFFINITY"],
  [/unsatisfiable topology constraint for pod affinity, key=(?<subject>[^\s,]+)/, "POD_AFFINITY"],
  [/unsatisfiable topology constraint(?: for topology spread, key=(?<subject>[^\s,]+))?/, "TOPOLOGY"],
  [/host ?port/, "HOST_PORT"],
  [/PersistentVolumeClaim=(?<subject>[^\s,)]+)/, "VOLUME_CLAIM"],
  [/pvc "(?<subject>[^"]+)"/, "VOLUME_CLAIM"],
  [/unbound pvc (?<subject>(?!must)\S+) must/, "VOLUME_CLAIM"],
  [/pvc|persistent ?volume|storage ?class/i, "VOLUME_CLAIM"],
  [/configured to not run on a Karpenter/, "AVOIDS_KARPENTER"],
  [/using label (?<subject>\S+) is not allowed/, "NOT_TAKEN"],
  [/(?<subject>matchFields) is not supported/, "NOT_TAKEN"],
  [/key (?<subject>\S+) (?:with operator|has an unsupported operator|is not a qualified name)/, "NOT_TAKEN"],
  [/no (?:dynamic )?nodepools found/, "NO_POOLS"],
];

const PREFIX = "Failed to schedule pod, ";

/** As releases before 1.5 name the pool: all that follows, up to the next, is about it. */
const OLD_POOL =
  /^(?:in)?compatible with nodepool "(?<pool>[^"]+)"(?:, daemonset overhead=\{[^}]*\}, | but )(?<rest>.*)$/s;
const POOL_IN_TEXT =
  /nodepool:? "(?<quoted>[^"]+)"|\(NodePool=(?<wrapped>[^,)]+)|karpenter\.sh\/nodepool In \[(?<only>[^\s\]]+)\]/;

/**
 * Reads the message of Karpenter's event FailedScheduling: one reason, or several separated by `; `, of one pool or of several. Since 1.5
 * most reasons do not name their pool. Equal reasons become one, with their number.
 */
export function karpenterCauses(text: string): readonly PendingCause[] {
  const body = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
  const causes = new Map<string, PendingCause>();
  let pool: string | null = null;
  for (const fragment of body.split("; ")) {
    const old = OLD_POOL.exec(fragment)?.groups;
    const message = (old?.["rest"] ?? fragment).trim();
    if (message === "") continue;
    pool = old?.["pool"] ?? pool;
    const cause = causeOf(message, poolIn(message) ?? pool);
    const key = `${cause.pool ?? ""} ${message}`;
    causes.set(key, { ...cause, count: (causes.get(key)?.count ?? 0) + 1 });
  }
  return [...causes.values()];
}

function causeOf(message: string, pool: string | null): PendingCause {
  return { ...classified(message, PATTERNS), from: "KARPENTER", pool, message, count: 1 };
}

/** A conflict on the pool's own label names pools that were asked for: that is no name of the pool that answered. */
function poolIn(message: string): string | null {
  if (/^(?:incompatible requirements, )?key /.test(message)) {
    const own = /not in karpenter\.sh\/nodepool In \[(?<pool>[^\s\]]+)\]/.exec(message)?.groups?.["pool"];
    return own ?? null;
  }
  const groups = POOL_IN_TEXT.exec(message)?.groups;
  return groups?.["quoted"] ?? groups?.["wrapped"] ?? groups?.["only"] ?? null;
}
