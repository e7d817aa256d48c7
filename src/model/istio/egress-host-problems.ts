import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { isDnsLabel, isWildcardName } from "./dns-name.ts";
import { isWildcardHost } from "./host-name.ts";
import type { MeshWorld } from "./mesh-world.ts";
import { fieldOf, stringsIn } from "./read-spec.ts";
import type { ReportService } from "./service-problem-codes.ts";
import { istioMinor } from "./sidecar-rules.ts";

/**
 * What is wrong with the hosts of an egress listener. Source: istio pkg/config/validation/agent/validation.go
 * (ValidateNamespaceSlashWildcardHostname), validation.go (ValidateSidecar); for hosts that are not there Kiali's KIA1004.
 */
export function checkEgressHosts(
  world: Pick<MeshWorld, "version" | "servicesOf" | "gaps">,
  listener: JsonObject,
  ownNamespace: string,
  report: ReportService,
): void {
  const value = fieldOf(listener, "hosts") ?? [];
  if (!Array.isArray(value) || value.some((host) => typeof host !== "string"))
    report("INVALID_SPEC", `hosts is ${JSON.stringify(value)}, but should be a list of texts.`);
  const hosts = stringsIn(listener, "hosts");
  if (hosts.length === 0) report("EGRESS_WITHOUT_HOSTS", "An egress listener has no hosts, and takes in nothing.");
  const seen: { readonly namespace: string; readonly host: string }[] = [];
  for (const entry of hosts) {
    const wrong = faultOf(entry);
    if (wrong !== null) report("EGRESS_HOST_INVALID", `Its egress host "${entry}" ${wrong}.`);
    const [before = "", host = ""] = entry.split("/");
    const minor = istioMinor(world.version);
    if (before.startsWith("~")) {
      if (minor !== null && minor < 31 && entry !== "~/*")
        report("EGRESS_EXCLUSION_TOO_NEW", `Its egress host ${entry} takes in nothing, and leaves out nothing.`);
      continue;
    }
    const namespace = before === "." ? ownNamespace : before;
    const isRepeated = seen.some(
      (one) => one.namespace === namespace && (one.host === host || one.host === "*" || host === "*"),
    );
    if (isRepeated) report("EGRESS_HOST_DUPLICATE", `Its egress host ${entry} and another take in the same.`);
    seen.push({ namespace, host });
    if (wrong === null) checkFound(world, namespace, host, report);
  }
  if (hosts.includes("*/*") && seen.some(({ namespace }) => namespace !== "*"))
    report("EGRESS_HOST_DUPLICATE", "Its egress host */* takes in everything; the others add nothing.");
}

/** Null for a host that a webhook would take. */
function faultOf(entry: string): string | null {
  const [namespace = "", host, ...more] = entry.split("/");
  if (host === undefined || more.length > 0) return "is not of the form namespace/name, and is ignored";
  const named = namespace.startsWith("~") ? namespace.slice(1) : namespace;
  if (namespace === "" || (!["", "*", "."].includes(named) && !isDnsLabel(named))) return "names no namespace";
  if (host !== "*" && !host.includes(".")) return "has a short name, which stands for itself";
  if (!isWildcardName(host)) return "names no host";
  return host.includes("*") && host !== "*" && !host.startsWith("*.") ? "is a partial wildcard" : null;
}

function checkFound(
  world: Pick<MeshWorld, "servicesOf" | "gaps">,
  namespace: string,
  host: string,
  report: ReportService,
): void {
  if (isWildcardHost(host) || world.gaps.some(({ what }) => what === "SERVICES" || what === "REMOTE_SERVICES")) return;
  const found = world
    .servicesOf(host)
    .some((service) => service.host === host && (namespace === "*" || service.namespace === namespace));
  const where = namespace === "*" ? "any namespace" : `namespace ${namespace}`;
  if (!found) report("EGRESS_HOST_NOT_FOUND", `Nothing in ${where} has its egress host ${host}.`);
}
