/** Why traffic is allowed or denied by NetworkPolicies. */
export type KnownReason =
  /** No end of it is a pod that a policy could isolate. */
  | "NO_POD"
  /** No policy selects the pod in this direction: all is allowed. */
  | "NOT_ISOLATED"
  | "ALLOWED_BY_RULE"
  /** Traffic of a pod with itself. */
  | "OWN_POD"
  /** Traffic into a pod from the node that it runs on. */
  | "OWN_NODE"
  /** The pod is isolated, and no rule matches. */
  | "NO_RULE_ALLOWS";

/** Why that cannot be said. */
export type UnknownReason =
  | "HOST_NETWORK"
  | "OWN_NODE_EGRESS"
  | "ADDRESS_REWRITTEN"
  | "ADDRESS_UNKNOWN"
  | "NODE_UNKNOWN"
  | "NAMESPACE_UNKNOWN"
  | "PROTOCOL_UNDEFINED"
  | "POD_FINISHED"
  | "UNREADABLE_POLICY";

/** Where network plugins are known not to do what the API says. */
export type Caveat = "IP_BLOCK_IN_CLUSTER" | "END_PORT" | "LOOPBACK" | "SCTP";

/**
 * What the reasons mean. Source, where no other is named: kubernetes.io/docs/concepts/services-networking/network-policies, whose sections
 * are in brackets.
 */
export const reasonMeanings: Readonly<Record<KnownReason | UnknownReason, string>> = {
  NO_POD: "NetworkPolicies restrict pods only, and this end is none.",
  NOT_ISOLATED: "No NetworkPolicy isolates the pod in this direction. [The two sorts of pod isolation]",
  ALLOWED_BY_RULE: "A rule of a NetworkPolicy that isolates the pod allows it.",
  OWN_POD: "A pod cannot block access to itself. [introduction]",
  OWN_NODE: "Connections from the pod's own node are always allowed. [The two sorts of pod isolation]",
  NO_RULE_ALLOWS:
    "NetworkPolicies isolate the pod, and none of their rules allows it. [The two sorts of pod isolation]",
  HOST_NETWORK:
    "What NetworkPolicies do with pods of the host network is undefined: the network plugin treats them as other pods, or as the node. [NetworkPolicy and hostNetwork pods]",
  OWN_NODE_EGRESS:
    "The documentation says that traffic to the pod's own node is always allowed [introduction], and that an isolated pod may connect to what egress rules allow only [The two sorts of pod isolation].",
  ADDRESS_REWRITTEN:
    "The address may be rewritten on the way, and whether that happens before or after NetworkPolicies is not defined. [Behavior of to and from selectors, ipBlock]",
  ADDRESS_UNKNOWN: "It depends on which address the traffic bears, and that is not known.",
  NODE_UNKNOWN: "It depends on whether the traffic is the pod's own node's, and a node's name is not known.",
  NAMESPACE_UNKNOWN: "It depends on the labels of a namespace that is not known.",
  PROTOCOL_UNDEFINED:
    "What NetworkPolicies do with protocols other than TCP, UDP and SCTP is undefined. [Network traffic filtering]",
  POD_FINISHED: "A pod that has ended has no network.",
  UNREADABLE_POLICY: "It depends on a part of a NetworkPolicy that is not valid.",
};

export const caveatMeanings: Readonly<Record<Caveat, string>> = {
  IP_BLOCK_IN_CLUSTER:
    "An ipBlock alone allows it, by the address of a pod or node. ipBlocks are meant for addresses outside of the cluster, and some network plugins never match them with others. [Behavior of to and from selectors, ipBlock] Source: Cilium Documentation/network/kubernetes/policy.rst (known missing features).",
  END_PORT:
    "A range of ports alone allows it. A network plugin without endPort allows the first port only. [Targeting a range of ports]",
  LOOPBACK:
    "Network plugins differ in traffic that leaves a pod and comes back to it. Source: kubernetes test/e2e/network/netpol/network_policy.go (ignoreLoopback).",
  SCTP: "It needs a network plugin that supports SCTP. [Network traffic filtering]",
};
