import type { ServiceEntry } from "../../../schema/service-entry.ts";
import { isDnsName, isWildcardName } from "./dns-name.ts";
import { isWildcardHost } from "./host-name.ts";
import { isHttp, isTcp, isTls, meshProtocol } from "./port-protocol.ts";
import type { ReportService } from "./service-problem-codes.ts";

/** What is wrong with a ServiceEntry's hosts. Source: istio pkg/config/validation/validation.go (ValidateServiceEntry). */
export function checkEntryHosts(entry: ServiceEntry, report: ReportService): void {
  const { hosts } = entry;
  if (hosts.length === 0) report("ENTRY_WITHOUT_HOSTS", "It has no hosts, and does nothing.");
  for (const [index, host] of hosts.entries()) {
    checkHost(entry, host, report);
    if (hosts.indexOf(host) < index) report("HOST_DUPLICATE", `Its host ${host} is there twice.`);
  }
  const first = entry.ports.find(({ protocol }) => {
    const known = meshProtocol(protocol);
    return !isHttp(known) && !isTls(known);
  });
  const tcp = isDnsResolution(entry) ? entry.ports.find(({ protocol }) => isTcp(meshProtocol(protocol))) : undefined;
  if (hosts.length > 1 && entry.addresses.length > 0 && tcp !== undefined)
    report("HOSTS_SHARE_ADDRESS", `Its ${hosts.length} hosts share the addresses of port ${tcp.number}, which is TCP.`);
  if (hosts.length > 1 && entry.resolution !== "NONE" && first !== undefined)
    report("HOSTS_NOT_TOLD_APART", `Its ${hosts.length} hosts cannot be told apart at port ${first.number}.`);
}

function isDnsResolution({ resolution }: ServiceEntry): boolean {
  return resolution === "DNS" || resolution === "DNS_ROUND_ROBIN";
}

function checkHost(entry: ServiceEntry, host: string, report: ReportService): void {
  const { resolution, endpoints } = entry;
  if (host === "*") report("HOST_EVERYTHING", "Its host * would be every name.");
  else if (!isWildcardName(host)) report("HOST_INVALID", `Its host "${host}" is no DNS name.`);
  else if (host.includes("*") && !host.startsWith("*.") && resolution !== "DYNAMIC_DNS")
    report("HOST_PARTIAL_WILDCARD", `Its host ${host} stands for every name that ends with ${host.slice(1)}.`);
  if (host !== host.toLowerCase())
    report("HOST_CAPITALS", `Its host ${host} has capitals, and is another than ${host.toLowerCase()} to Istio.`);
  if (host.length > 1 && host.endsWith("."))
    report("HOST_TRAILING_DOT", `Its host ${host} ends with a dot, and is another than the one without to Istio.`);
  if (isDnsResolution(entry) && endpoints.length === 0 && !isDnsName(host) && isWildcardName(host))
    report(
      "HOST_NEEDS_ENDPOINTS",
      `Its host ${host} is a wildcard, which cannot be looked up, and it has no endpoints.`,
    );
  if (resolution === "DYNAMIC_DNS" && !isWildcardHost(host))
    report("HOST_NEEDS_WILDCARD", `Its host ${host} is no wildcard, which resolution DYNAMIC_DNS needs.`);
}
