export type PolicyProblemCode =
  | "INVALID_SPEC"
  | "INVALID_SELECTOR"
  | "INVALID_POLICY_TYPES"
  | "UNKNOWN_POLICY_TYPE"
  | "INVALID_RULES"
  | "INVALID_RULE"
  | "INVALID_PEER"
  | "EMPTY_PEER"
  | "IP_BLOCK_WITH_SELECTOR"
  | "INVALID_CIDR"
  | "HOST_BITS_IN_CIDR"
  | "EXCEPT_OUTSIDE_CIDR"
  | "INVALID_PORT"
  | "END_PORT_WITHOUT_PORT"
  | "END_PORT_BELOW_PORT"
  | "NAMED_PORT_WITH_END_PORT"
  | "UNKNOWN_PROTOCOL";

/** What an API server of today would refuse in a NetworkPolicy. */
export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  /** Where it is: `spec.ingress[0].from[1].ipBlock.cidr`. */
  readonly path: string;
  readonly message: string;
}

/** Takes note of a problem at a path. */
export type Report = (code: PolicyProblemCode, path: string, message: string) => void;
