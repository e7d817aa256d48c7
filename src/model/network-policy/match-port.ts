import type { Endpoint, PolicyPod } from "./endpoint.ts";
import { anyOf, type Match, no, unknown, yes, yesIf } from "./match.ts";
import type { PolicyPort, PolicyProtocol, PolicyRule } from "./policy-rules.ts";

/** A port of a pod that traffic may go to. */
export interface ResolvedPort {
  readonly protocol: PolicyProtocol;
  readonly from: number;
  readonly to: number;
  /** As the policy names it. */
  readonly name: string | null;
}

const MAX_PORT = 65_535;

/** Whether a rule is for a port of the destination. */
export function matchPorts(rule: PolicyRule, protocol: PolicyProtocol, port: number, destination: Endpoint): Match {
  if (rule.ports === null) return yes;
  return anyOf(rule.ports.map((one) => matchPort(one, protocol, port, destination)));
}

/**
 * The ports of a rule, as they are at the destination; all of a protocol's are 1 to 65535. A name that the pod does not have is no port.
 * Null for every port.
 */
export function resolvePorts(rule: PolicyRule, destination: PolicyPod): readonly ResolvedPort[] | null {
  return rule.ports?.flatMap((port) => resolvePort(port, destination)) ?? null;
}

function resolvePort(port: PolicyPort, destination: PolicyPod): readonly ResolvedPort[] {
  if (port.kind === "UNREADABLE") return [];
  const { protocol } = port;
  if (port.kind === "ALL") return [{ protocol, from: 1, to: MAX_PORT, name: null }];
  if (port.kind === "RANGE") return [{ protocol, from: port.from, to: port.to, name: null }];
  return numbersOf(port, destination).map((number) => ({ protocol, from: number, to: number, name: port.name }));
}

function matchPort(port: PolicyPort, protocol: PolicyProtocol, number: number, destination: Endpoint): Match {
  if (port.kind === "UNREADABLE") return unknown("UNREADABLE_POLICY");
  if (port.protocol !== protocol) return no;
  if (port.kind === "ALL") return yes;
  if (destination.kind === "ADDRESS" && destination.mayBeRewritten) return unknown("ADDRESS_REWRITTEN");
  if (port.kind === "NAME")
    return yesIf(destination.kind === "POD" && numbersOf(port, destination.pod).includes(number));
  if (number === port.from) return yes;
  return number > port.from && number <= port.to ? { answer: "YES", caveats: ["END_PORT"] } : no;
}

/** Only pods name ports, and each container its own: several may have the name. */
function numbersOf({ name, protocol }: PolicyPort & { kind: "NAME" }, pod: PolicyPod): readonly number[] {
  const ports = pod.containers.flatMap((container) => container.ports);
  const numbers = ports.filter((port) => port.name === name && port.protocol === protocol);
  return [...new Set(numbers.map((port) => port.containerPort))];
}
