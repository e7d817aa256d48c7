import { isIP } from "node:net";
import type { ServiceEntryEndpoint } from "../../../schema/service-entry-endpoint.ts";
import type { ServiceEntry } from "../../../schema/service-entry.ts";
import { isDnsName } from "./dns-name.ts";
import { isPort } from "./entry-port-problems.ts";
import type { ReportService } from "./service-problem-codes.ts";

const USE_WAYPOINT = "istio.io/use-waypoint";
const UNIX = "unix://";

/** What is wrong with where a ServiceEntry leads. Source: istio pkg/config/validation/validation.go (ValidateServiceEntry). */
export function checkEntryEndpoints(entry: ServiceEntry, report: ReportService): void {
  const { endpoints, workloadSelector, resolution, location, labels } = entry;
  if (endpoints.length > 0 && workloadSelector !== null)
    report("ENDPOINTS_AND_SELECTOR", `It has a workloadSelector, so its ${endpoints.length} endpoints are ignored.`);
  if ((resolution === "NONE" && workloadSelector !== null) || (hasNone(resolution) && endpoints.length > 0))
    report("ENDPOINTS_NOT_USED", `Its endpoints are not used with resolution ${resolution}.`);
  if (resolution === "DNS_ROUND_ROBIN" && endpoints.length > 1)
    report("ENDPOINTS_TOO_MANY", `Of its ${endpoints.length} endpoints only the first counts with DNS_ROUND_ROBIN.`);
  for (const endpoint of endpoints) checkEndpoint(entry, endpoint, report);
  const waypoint = Object.hasOwn(labels, USE_WAYPOINT) ? (labels[USE_WAYPOINT] ?? "") : "";
  const hasWaypoint = waypoint !== "" && waypoint.toLowerCase() !== "none";
  if (resolution === "DYNAMIC_DNS" && location === "MESH_INTERNAL" && hasWaypoint)
    report("WAYPOINT_WITH_INTERNAL", `Its waypoint ${waypoint} serves no DYNAMIC_DNS within the mesh.`);
}

function hasNone(resolution: string): boolean {
  return resolution === "NONE" || resolution === "DYNAMIC_DNS";
}

function checkEndpoint(entry: ServiceEntry, endpoint: ServiceEntryEndpoint, report: ReportService): void {
  const { network, ports } = endpoint;
  const address = endpoint.address ?? "";
  const own = Object.entries(ports ?? {});
  if (address === "") {
    report("ENDPOINT_ADDRESS_MISSING", `An endpoint ${network ? `of network ${network} ` : ""}has no address.`);
  } else if (address.startsWith(UNIX)) {
    if (entry.resolution !== "STATIC")
      report("ENDPOINT_ADDRESS_INVALID", `Its endpoint ${address} is a Unix socket, which needs resolution STATIC.`);
    if (own.length > 0 || entry.ports.length !== 1)
      report(
        "ENDPOINT_SOCKET_PORTS",
        `Its endpoint ${address} is a Unix socket, which stands for one port of the entry.`,
      );
  } else if (isIP(address) === 0 && (entry.resolution === "STATIC" || !isDnsName(address)))
    report("ENDPOINT_ADDRESS_INVALID", `Its endpoint ${address} is no address for resolution ${entry.resolution}.`);
  for (const [name, port] of own)
    if (!entry.ports.some((known) => known.name === name) || typeof port !== "number" || !isPort(port))
      report(
        "ENDPOINT_PORT_INVALID",
        `Port ${name}=${JSON.stringify(port)} of its endpoint ${address} is none of its own.`,
      );
}
