import type { ServiceEntry } from "../../../schema/service-entry.ts";
import { isDnsLabel } from "./dns-name.ts";
import { meshProtocol } from "./port-protocol.ts";
import type { ReportService } from "./service-problem-codes.ts";

const MAX_PORT = 65_535;

export function isPort(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= MAX_PORT;
}

/** What is wrong with a ServiceEntry's ports. Source: istio pkg/config/validation/validation.go (ValidateServiceEntry). */
export function checkEntryPorts({ ports, resolution }: ServiceEntry, report: ReportService): void {
  const numbers = new Set<number>();
  const names = new Set<string>();
  for (const { number, name, protocol, targetPort } of ports) {
    if (numbers.has(number)) report("PORT_DUPLICATE", `Its port ${number} is there twice.`);
    numbers.add(number);
    if (names.has(name ?? "")) report("PORT_NAME_DUPLICATE", `Its port name "${name ?? ""}" is there twice.`);
    names.add(name ?? "");
    if (!isDnsLabel(name ?? "")) report("PORT_NAME_INVALID", `Its port ${number} has the name "${name ?? ""}".`);
    if (!isPort(number)) report("PORT_NUMBER_INVALID", `Its port ${number} is not from 1 to ${MAX_PORT}.`);
    if (targetPort !== null && targetPort !== 0 && !isPort(targetPort))
      report("PORT_NUMBER_INVALID", `The targetPort ${targetPort} of its port ${number} is not from 1 to ${MAX_PORT}.`);
    const known = meshProtocol(protocol);
    if (protocol && known === "UNSUPPORTED")
      report("PORT_PROTOCOL_UNKNOWN", `The protocol ${protocol} of its port ${number} is none that Istio knows.`);
    if (resolution === "DYNAMIC_DNS" && !["HTTP", "HTTP2", "GRPC", "TLS"].includes(known))
      report("PORT_PROTOCOL_NOT_FORWARDED", `Its port ${number} does not get through with resolution DYNAMIC_DNS.`);
  }
}
