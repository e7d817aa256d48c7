import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { objectIn, objectsIn, textIn } from "./json-members.ts";
import type { PodScheduling } from "./pending-facts.ts";
import type { Requirement } from "./scheduling-requirement.ts";
import { operatorOf, requirementIn, requirementText } from "./scheduling-requirement.ts";
import type { Requirements } from "./scheduling-requirements.ts";
import { labelRequirements, requirementsOf } from "./scheduling-requirements.ts";
import { toleratesPreferences } from "./taints.ts";
import { isRestrictedLabel } from "./well-known-labels.ts";

/** What Karpenter asks of a node for a pod, the preferences that it still holds to included. */
export interface PodAttempt {
  readonly requirements: Requirements;
  readonly tolerations: readonly JsonObject[];
}

/** Why Karpenter makes no node for a pod whatever the pools are. */
export interface PodRefusal {
  /** AVOIDED: the pod says that it must not run on Karpenter's nodes. IGNORED: it asks for what Karpenter does not take. */
  readonly kind: "AVOIDED" | "IGNORED";
  /** The label, or what else is not taken. */
  readonly subject: string;
  readonly message: string;
}

/**
 * What Karpenter tries for a pod, in turn, until a pool suits: the heaviest preference counts as required; what is given up is, one at a
 * time, the first of the alternative required terms while there is another, the heaviest preferred term, and last the dislike of
 * PreferNoSchedule. A required term that was given up does not come back. Preferences between pods and among zones are given up in between
 * and change nothing here. Source: karpenter scheduling/preferences.go, pkg/scheduling/requirements.go (newPodRequirements).
 */
export function podAttempts(scheduling: PodScheduling, arePreferencesTainted: boolean): readonly PodAttempt[] {
  const { tolerations } = scheduling;
  const required = requiredTerms(scheduling);
  const preferred = preferredTerms(scheduling);
  const selected = labelRequirements(scheduling.nodeSelector);
  const attempt = (term: number, preference: number): PodAttempt => ({
    requirements: requirementsOf([
      ...selected,
      ...expressionsOf(preferred[preference]),
      ...expressionsOf(required[term]),
    ]),
    tolerations,
  });
  const attempts: PodAttempt[] = [];
  for (let term = 0; term < required.length - 1; term += 1) attempts.push(attempt(term, 0));
  const lastTerm = Math.max(0, required.length - 1);
  for (let preference = 0; preference <= preferred.length; preference += 1)
    attempts.push(attempt(lastTerm, preference));
  const last = attempts.at(-1);
  if (arePreferencesTainted && last !== undefined)
    attempts.push({ ...last, tolerations: [...tolerations, toleratesPreferences] });
  return attempts;
}

/** Source: karpenter provisioner.go (Validate), without what it says of volumes. */
export function podRefusal(scheduling: PodScheduling): PodRefusal | null {
  const [first] = podAttempts(scheduling, false);
  const pool = first?.requirements.get("karpenter.sh/nodepool");
  if (pool !== undefined && operatorOf(pool) === "DoesNotExist")
    return {
      kind: "AVOIDED",
      subject: pool.key,
      message: "configured to not run on a Karpenter provisioned node",
    };
  for (const selected of labelRequirements(scheduling.nodeSelector)) {
    const refusal = requirementRefusal(selected);
    if (refusal !== null) return refusal;
  }
  for (const term of requiredTerms(scheduling)) {
    const refusal = termRefusal(term);
    if (refusal !== null) return refusal;
  }
  return null;
}

function termRefusal(term: JsonObject): PodRefusal | null {
  if (term["matchFields"] !== undefined && term["matchFields"] !== null)
    return ignored("matchFields", "node selector term with matchFields is not supported");
  for (const expression of objectsIn(term, "matchExpressions")) {
    const key = textIn(expression, "key");
    const read = requirementIn(expression);
    if (read === null) return ignored(key, `the requirement on ${key} is invalid`);
    const refusal = requirementRefusal(read);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Source: karpenter pkg/apis/v1/nodeclaim_validation.go (ValidateRequirement). */
function requirementRefusal(asked: Requirement): PodRefusal | null {
  const { key, values } = asked;
  if (isRestrictedLabel(key)) return ignored(key, `using label ${key} is not allowed`);
  const isUnknown =
    key === CAPACITY_TYPE && operatorOf(asked) === "In" && !CAPACITY_TYPES.some((type) => values.has(type));
  return isUnknown ? ignored(key, `no value of ${requirementText(asked)} is known`) : null;
}

const CAPACITY_TYPE = "karpenter.sh/capacity-type";
const CAPACITY_TYPES = ["on-demand", "spot", "reserved"];

function ignored(subject: string, message: string): PodRefusal {
  return { kind: "IGNORED", subject, message };
}

function requiredTerms({ affinity }: PodScheduling): readonly JsonObject[] {
  const required = objectIn(objectIn(affinity, "nodeAffinity"), "requiredDuringSchedulingIgnoredDuringExecution");
  return objectsIn(required, "nodeSelectorTerms");
}

/** The heaviest first; of equal weight, in their order. */
function preferredTerms({ affinity }: PodScheduling): readonly JsonObject[] {
  const preferred = objectsIn(objectIn(affinity, "nodeAffinity"), "preferredDuringSchedulingIgnoredDuringExecution");
  return preferred.toSorted((a, b) => weightOf(b) - weightOf(a)).map((term) => objectIn(term, "preference"));
}

function weightOf({ weight }: JsonObject): number {
  return typeof weight === "number" ? weight : 0;
}

/** What cannot be read asks for nothing: Karpenter does not check preferences, and refuses such a required term before. */
function expressionsOf(term: JsonObject | undefined): readonly Requirement[] {
  return objectsIn(term ?? {}, "matchExpressions").flatMap((expression) => requirementIn(expression) ?? []);
}
