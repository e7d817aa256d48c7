import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { Direction, PolicyRule, PolicyRules } from "./policy-rules.ts";
import type { PolicyProblem, Report } from "./problem.ts";
import { fieldOf, isObject } from "./read-json.ts";
import { readPeer } from "./read-peer.ts";
import { readPort } from "./read-port.ts";
import { readSelector } from "./read-selector.ts";

export interface PolicyObject {
  readonly namespace: string | null;
  readonly name: string;
  readonly spec: JsonObject;
}

const unreadableRule: PolicyRule = { peers: [{ kind: "UNREADABLE" }], ports: null };

/**
 * What a NetworkPolicy says. It never throws: what cannot be read selects nothing, and is among the problems. Source: k8s.io/api
 * networking/v1/types.go, and for what is left out kubernetes pkg/apis/networking/v1/defaults.go.
 */
export function readNetworkPolicy({ namespace, name, spec }: PolicyObject): PolicyRules {
  const problems: PolicyProblem[] = [];
  const report: Report = (code, path, message) => problems.push({ code, path, message });
  if (!isObject(spec)) {
    report("INVALID_SPEC", "spec", "a spec is an object");
    return {
      namespace,
      name,
      podSelector: null,
      policyTypes: [],
      policyTypesRead: false,
      ingress: [],
      egress: [],
      problems,
    };
  }
  const egress = fieldOf(spec, "egress");
  return {
    namespace,
    name,
    podSelector: readSelector(fieldOf(spec, "podSelector") ?? {}, "spec.podSelector", report),
    ...readPolicyTypes(fieldOf(spec, "policyTypes") ?? [], egress, report),
    ingress: readRules(fieldOf(spec, "ingress"), "from", "spec.ingress", report),
    egress: readRules(egress, "to", "spec.egress", report),
    problems,
  };
}

/** A policy without types isolates for ingress, and for egress when it has egress rules. */
function readPolicyTypes(
  given: unknown,
  egress: unknown,
  report: Report,
): Pick<PolicyRules, "policyTypes" | "policyTypesRead"> {
  if (!Array.isArray(given)) {
    report("INVALID_POLICY_TYPES", "spec.policyTypes", "policyTypes is a list");
    return { policyTypes: [], policyTypesRead: false };
  }
  const types: readonly unknown[] = given;
  if (types.length === 0) {
    const isList = egress === undefined || Array.isArray(egress);
    const hasEgress = Array.isArray(egress) && egress.length > 0;
    return { policyTypes: hasEgress ? ["Ingress", "Egress"] : ["Ingress"], policyTypesRead: isList };
  }
  for (const [at, type] of types.entries())
    if (!isDirection(type))
      report("UNKNOWN_POLICY_TYPE", `spec.policyTypes[${at}]`, "a policy type is Ingress or Egress");
  return { policyTypes: [...new Set(types.filter(isDirection))], policyTypesRead: types.every(isDirection) };
}

function readRules(given: unknown, peersField: "from" | "to", path: string, report: Report): readonly PolicyRule[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given.map((rule, at) => readRule(rule, peersField, `${path}[${at}]`, report));
  report("INVALID_RULES", path, "rules are a list");
  return [unreadableRule];
}

/** A rule without peers is for everybody, one without ports for every port. */
function readRule(given: unknown, peersField: "from" | "to", path: string, report: Report): PolicyRule {
  const peers = isObject(given) ? (fieldOf(given, peersField) ?? []) : null;
  const ports = isObject(given) ? (fieldOf(given, "ports") ?? []) : null;
  if (!Array.isArray(peers) || !Array.isArray(ports)) {
    report("INVALID_RULE", path, `a rule is an object with the lists ${peersField} and ports`);
    return unreadableRule;
  }
  return {
    peers: peers.length === 0 ? null : peers.map((peer, at) => readPeer(peer, `${path}.${peersField}[${at}]`, report)),
    ports: ports.length === 0 ? null : ports.map((port, at) => readPort(port, `${path}.ports[${at}]`, report)),
  };
}

function isDirection(value: unknown): value is Direction {
  return value === "Ingress" || value === "Egress";
}
