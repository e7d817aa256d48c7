import type { PolicyPort, PolicyProtocol } from "./policy-rules.ts";
import type { PolicyProblemCode, Report } from "./problem.ts";
import { fieldOf, isObject } from "./read-json.ts";

const PROTOCOLS: readonly unknown[] = ["TCP", "UDP", "SCTP"] satisfies readonly PolicyProtocol[];
const MAX_PORT = 65_535;
const MAX_NAME = 15;

/** One entry of a rule's `ports`. Source: kubernetes pkg/apis/networking/validation/validation.go (ValidateNetworkPolicyPort). */
export function readPort(value: unknown, path: string, report: Report): PolicyPort {
  const wrong = (code: PolicyProblemCode, field: string, message: string): PolicyPort => {
    report(code, path + field, message);
    return { kind: "UNREADABLE" };
  };
  if (!isObject(value)) return wrong("INVALID_PORT", "", "a port is an object");
  const protocol = fieldOf(value, "protocol") ?? "TCP";
  const port = fieldOf(value, "port");
  const endPort = fieldOf(value, "endPort");
  if (!isProtocol(protocol)) return wrong("UNKNOWN_PROTOCOL", ".protocol", "a protocol is TCP, UDP or SCTP");
  if (port === undefined) {
    if (endPort === undefined) return { kind: "ALL", protocol };
    return wrong("END_PORT_WITHOUT_PORT", ".endPort", "endPort needs a port");
  }
  if (typeof port === "string") {
    if (!isPortName(port)) return wrong("INVALID_PORT", ".port", `"${port}" is no port's name`);
    if (endPort === undefined) return { kind: "NAME", protocol, name: port };
    return wrong("NAMED_PORT_WITH_END_PORT", ".endPort", "endPort needs a port that is a number");
  }
  if (!isPortNumber(port)) return wrong("INVALID_PORT", ".port", "a port is a name or a number from 1 to 65535");
  const to = endPort ?? port;
  if (!isPortNumber(to)) return wrong("INVALID_PORT", ".endPort", "endPort is a number from 1 to 65535");
  if (to < port) return wrong("END_PORT_BELOW_PORT", ".endPort", `${to} is below the port, ${port}`);
  return { kind: "RANGE", protocol, from: port, to };
}

export function isProtocol(value: unknown): value is PolicyProtocol {
  return PROTOCOLS.includes(value);
}

function isPortNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_PORT;
}

/** Source: k8s.io/apimachinery pkg/util/validation/validation.go (IsValidPortName). */
function isPortName(name: string): boolean {
  return name.length <= MAX_NAME && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name);
}
