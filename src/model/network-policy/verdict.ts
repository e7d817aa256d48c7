import type { Caveat, KnownReason, UnknownReason } from "./reason.ts";
import type { AllowingRule, Answer, Side } from "./side.ts";

/** Whether NetworkPolicies allow a connection, where the cluster's network enforces them. */
export interface Verdict {
  readonly allowed: Answer;
  readonly reason: KnownReason | UnknownReason;
  /** The policies of the destination. */
  readonly ingress: Side;
  /** The policies of the source. */
  readonly egress: Side;
  /** Empty unless it is allowed, but for SCTP. */
  readonly caveats: readonly Caveat[];
}

type Outcome = Pick<Verdict, "allowed" | "reason" | "caveats">;

/** What both sides come to: it hangs on one that denies, else on one that is unknown, else on the one that has most to say. */
export function verdictOf(ingress: Side, egress: Side): Verdict {
  const sides = [egress, ingress];
  const { allowed, reason } =
    sides.find((side) => side.allowed === "DENIED") ??
    sides.find((side) => side.allowed === "UNKNOWN") ??
    sides.find((side) => side.isolated !== false) ??
    sides.find((side) => side.reason === "NOT_ISOLATED") ??
    egress;
  return { allowed, reason, ingress, egress, caveats: allowed === "ALLOWED" ? union(sides) : [] };
}

/** A verdict that hangs on no policy. */
export function verdictWithoutPolicies(
  allowed: Answer,
  reason: Verdict["reason"],
  caveats: readonly Caveat[],
): Verdict {
  const side: Side = { allowed, reason, isolated: null, allowedBy: [], caveats };
  return { allowed, reason, ingress: side, egress: side, caveats };
}

/** What all of some possible verdicts say. Where they differ it is unknown, for the reason given. */
export function commonVerdict(verdicts: readonly Verdict[], doubt: UnknownReason): Verdict {
  return {
    ...common(verdicts, doubt),
    ingress: commonSide(
      verdicts.map((verdict) => verdict.ingress),
      doubt,
    ),
    egress: commonSide(
      verdicts.map((verdict) => verdict.egress),
      doubt,
    ),
  };
}

function commonSide(sides: readonly Side[], doubt: UnknownReason): Side {
  const [first] = sides;
  const isolated = first !== undefined && sides.every((side) => side.isolated === first.isolated);
  return {
    ...common(sides, doubt),
    isolated: isolated ? first.isolated : null,
    allowedBy: distinct(sides.flatMap((side) => side.allowedBy)),
  };
}

function common(outcomes: readonly Outcome[], doubt: UnknownReason): Outcome {
  const [first] = outcomes;
  if (first === undefined || outcomes.some(({ allowed }) => allowed !== first.allowed))
    return { allowed: "UNKNOWN", reason: doubt, caveats: [] };
  return { allowed: first.allowed, reason: first.reason, caveats: union(outcomes) };
}

function distinct(rules: readonly AllowingRule[]): readonly AllowingRule[] {
  return rules.filter(
    ({ policy, rule }, at) => rules.findIndex((one) => one.policy === policy && one.rule === rule) === at,
  );
}

function union(outcomes: readonly Pick<Outcome, "caveats">[]): readonly Caveat[] {
  return [...new Set(outcomes.flatMap(({ caveats }) => caveats))];
}
