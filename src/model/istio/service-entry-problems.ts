import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { ServiceEntry } from "../../../schema/service-entry.ts";
import { checkEntryEndpoints } from "./entry-endpoint-problems.ts";
import { checkEntryHosts } from "./entry-host-problems.ts";
import { checkEntryPorts } from "./entry-port-problems.ts";
import { checkExportTo } from "./export-problems.ts";
import { isAddressOrBlock, meshServicesOf } from "./mesh-service.ts";
import type { MeshProblem, MeshWorld } from "./mesh-world.ts";
import { checkWorkloadSelector } from "./selector-problems.ts";
import type { ReportService } from "./service-problem-codes.ts";
import { booleanFlag, istioMinor } from "./sidecar-rules.ts";

type EntryWorld = Pick<MeshWorld, "gaps" | "namespaceLabels" | "version" | "flags">;

/**
 * What is wrong with a ServiceEntry as it is stored, whether or not a webhook would have refused it. Source: istio
 * pkg/config/validation/validation.go (ValidateServiceEntry), the rules of its CustomResourceDefinition, and what istiod makes of it.
 */
export function serviceEntryProblems(world: EntryWorld, entry: ServiceEntry): readonly MeshProblem[] {
  const namespace = entry.namespace ?? "";
  const problems: MeshProblem[] = [];
  const report: ReportService = (code, message) => {
    problems.push({ code, message, object: { type: "ServiceEntry", namespace, name: entry.name } });
  };
  checkCrash(world, entry, report);
  checkResolution(world, entry, report);
  checkEntryHosts(entry, report);
  checkAddresses(world, entry, report);
  checkEntryPorts(entry, report);
  checkEntryEndpoints(entry, report);
  if (entry.workloadSelector !== null) checkWorkloadSelector(entry.workloadSelector, report);
  checkExportTo(world, entry.exportTo, namespace, report);
  return problems;
}

/** Source: istio pilot/pkg/serviceregistry/serviceentry/conversion.go (services) takes the first service of none, since 1.30. */
function checkCrash({ version }: EntryWorld, entry: ServiceEntry, report: ReportService): void {
  const minor = istioMinor(version);
  if (entry.workloadSelector === null || meshServicesOf(entry).length > 0 || (minor !== null && minor < 30)) return;
  report(
    "ENTRY_CRASHES_CONTROL_PLANE",
    "It has a workloadSelector, but no usable host or address: istiod 1.30 and later ends when it reads that.",
  );
}

function checkResolution({ version }: EntryWorld, { resolution, location }: ServiceEntry, report: ReportService): void {
  const known = ["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"];
  if (!known.includes(resolution))
    report("ENTRY_RESOLUTION_INVALID", `Its resolution is "${resolution}", which Istio does not know.`);
  if (location !== "MESH_EXTERNAL" && location !== "MESH_INTERNAL")
    report("ENTRY_LOCATION_INVALID", `Its location is "${location}", which Istio does not know.`);
  const minor = istioMinor(version);
  if (resolution === "DYNAMIC_DNS" && minor !== null && minor < 30) {
    const who = minor < 28 ? "Istio before 1.28 does not know" : "sidecars before Istio 1.30 do not follow";
    report("ENTRY_RESOLUTION_TOO_NEW", `Its resolution is DYNAMIC_DNS, which ${who}.`);
  }
}

function checkAddresses(world: EntryWorld, entry: ServiceEntry, report: ReportService): void {
  const { addresses, resolution, ports } = entry;
  for (const address of addresses) {
    if (!isAddressOrBlock(address))
      report("ADDRESS_INVALID", `Its address ${address} is neither an IP address nor a CIDR block.`);
    else if (address.includes("/") && resolution !== "NONE" && resolution !== "STATIC")
      report(
        "ADDRESS_BLOCK_RESOLVED",
        `Its address ${address} is a CIDR block, which resolution ${resolution} cannot have.`,
      );
  }
  if (resolution === "DYNAMIC_DNS" && addresses.length > 0)
    report("ADDRESSES_WITH_DYNAMIC_DNS", `Its addresses ${addresses.join(", ")} are not used with DYNAMIC_DNS.`);
  if (addresses.length > 0 || getsAddress(world.flags ?? {}, entry)) return;
  for (const { number, protocol } of ports)
    if (protocol === null || protocol === "" || protocol.toUpperCase() === "TCP")
      report("ADDRESSES_REQUIRED", `Its port ${number} is TCP, for which it has no address and gets none.`);
}

/** Whether istiod gives it an address. Source: istio pilot/pkg/networking/serviceentry/ip_autoallocation.go. */
function getsAddress(flags: StringMap, { resolution, labels }: ServiceEntry): boolean {
  const optOut = Object.hasOwn(labels, "networking.istio.io/enable-autoallocate-ip")
    ? labels["networking.istio.io/enable-autoallocate-ip"]
    : undefined;
  return (
    booleanFlag(flags, "PILOT_ENABLE_IP_AUTOALLOCATE", true) &&
    resolution !== "NONE" &&
    optOut?.toLowerCase() !== "false"
  );
}
