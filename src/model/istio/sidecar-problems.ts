import { isIP } from "node:net";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { Sidecar } from "../../../schema/sidecar.ts";
import { byAge, compareText } from "./by-age.ts";
import { checkEgressHosts } from "./egress-host-problems.ts";
import { isPort } from "./entry-port-problems.ts";
import { isOfRevision } from "./is-read.ts";
import type { MeshProblem, MeshWorld } from "./mesh-world.ts";
import { meshProtocol } from "./port-protocol.ts";
import { fieldOf, isObject, numberIn, objectIn, objectsIn, stringIn, stringMapIn } from "./read-spec.ts";
import { checkWorkloadSelector } from "./selector-problems.ts";
import type { ReportService } from "./service-problem-codes.ts";

/**
 * What is wrong with a Sidecar as it is stored, whether or not a webhook would have refused it. Source: istio
 * pkg/config/validation/validation.go (ValidateSidecar), pkg/config/analysis/analyzers/sidecar, Kiali's KIA1004, KIA1006 and KIA1007.
 */
export function sidecarProblems(
  world: Pick<MeshWorld, "config" | "version" | "sidecarsOf" | "servicesOf" | "gaps">,
  sidecar: Sidecar,
): readonly MeshProblem[] {
  const namespace = sidecar.namespace ?? "";
  const problems: MeshProblem[] = [];
  const report: ReportService = (code, message) => {
    problems.push({ code, message, object: { type: "Sidecar", namespace, name: sidecar.name } });
  };
  const { spec } = sidecar;
  checkTypes(spec, report);
  const said = ["egress", "ingress", "outboundTrafficPolicy", "inboundConnectionPool"];
  if (said.every((name) => isEmpty(fieldOf(spec, name)))) report("SIDECAR_EMPTY", "It says nothing.");
  const selector = objectIn(spec, "workloadSelector");
  if (selector !== null) checkWorkloadSelector(selector, report);
  if (selector !== null && namespace === world.config.rootNamespace)
    report("SIDECAR_SELECTOR_IN_ROOT", `It has a workloadSelector, so it is for ${namespace} only, not for all.`);
  checkRivals(world, sidecar, report);
  checkListeners(objectsIn(spec, "egress"), report);
  for (const listener of objectsIn(spec, "egress")) checkEgressHosts(world, listener, namespace, report);
  checkOutbound(spec, report);
  return problems;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function checkTypes(spec: JsonObject, report: ReportService): void {
  const egress = fieldOf(spec, "egress") ?? [];
  if (!Array.isArray(egress) || !egress.every(isObject))
    report("INVALID_SPEC", "egress should be a list of objects; what is none counts as left out.");
  for (const name of ["workloadSelector", "outboundTrafficPolicy"]) {
    const value = fieldOf(spec, name);
    if (value !== undefined && !isObject(value))
      report("INVALID_SPEC", `${name} should be an object, and counts as left out.`);
  }
}

/** Another Sidecar that comes before this one for the same workloads. */
function checkRivals(world: Pick<MeshWorld, "config" | "sidecarsOf">, sidecar: Sidecar, report: ReportService): void {
  const key = selectorKey(sidecar);
  const rival = world
    .sidecarsOf(sidecar.namespace ?? "")
    .filter((other) => isOfRevision(world, other) && selectorKey(other) === key)
    .toSorted(byAge)[0];
  if (rival !== undefined && rival.name !== sidecar.name)
    report("SIDECAR_CONFLICT", `The Sidecar ${rival.name} is older and for the same workloads, so it governs them.`);
}

function selectorKey({ spec }: Sidecar): string {
  const selector = objectIn(spec, "workloadSelector");
  if (selector === null) return "";
  const labels = Object.entries(stringMapIn(selector, "labels"));
  return JSON.stringify(labels.toSorted(([a], [b]) => compareText(a, b)));
}

function checkListeners(listeners: readonly JsonObject[], report: ReportService): void {
  const seen = new Set<string>();
  for (const [index, listener] of listeners.entries()) {
    const port = objectIn(listener, "port");
    if (port === null) {
      if (index < listeners.length - 1)
        report(
          "EGRESS_CATCH_ALL_NOT_LAST",
          `Egress listener ${index} has no port, but ${listeners.length - 1 - index} follow.`,
        );
      continue;
    }
    const number = numberIn(port, "number");
    const bind = stringIn(listener, "bind");
    const isSocket = number === 0 && bind.startsWith("unix://");
    if (!isPort(number) && !isSocket)
      report(
        "EGRESS_PORT_INVALID",
        `Egress listener ${index} has the port ${JSON.stringify(fieldOf(port, "number") ?? 0)}.`,
      );
    if (number !== 0 && bind !== "" && isIP(bind) === 0)
      report("EGRESS_BIND_INVALID", `Egress listener ${index} is bound to ${bind}, which is no IP address.`);
    const place = number === 0 ? bind : String(number);
    if (seen.has(place))
      report("EGRESS_PORT_DUPLICATE", `Egress listener ${index} is at ${place}, where one is already.`);
    seen.add(place);
    const protocol = stringIn(port, "protocol");
    if (protocol !== "" && meshProtocol(protocol) === "UNSUPPORTED")
      report("EGRESS_PROTOCOL_UNKNOWN", `Egress listener ${index} has the protocol ${protocol}.`);
  }
}

function checkOutbound(spec: JsonObject, report: ReportService): void {
  const policy = objectIn(spec, "outboundTrafficPolicy");
  if (policy === null) return;
  const mode = fieldOf(policy, "mode");
  if (mode === undefined)
    report("OUTBOUND_MODE_IMPLIED", "Its outboundTrafficPolicy has no mode, which means REGISTRY_ONLY.");
  else if (mode !== "ALLOW_ANY" && mode !== "REGISTRY_ONLY" && mode !== 0 && mode !== 1)
    report("OUTBOUND_MODE_INVALID", `Its outbound mode is ${JSON.stringify(mode)}.`);
  const proxy = objectIn(policy, "egressProxy");
  if (proxy === null) return;
  const isAllowed = mode === "ALLOW_ANY" || mode === 1;
  if (!isAllowed || stringIn(proxy, "host") === "" || objectIn(proxy, "port") === null)
    report("EGRESS_PROXY_INVALID", `Its egressProxy ${stringIn(proxy, "host")} lacks ALLOW_ANY, a host or a port.`);
}
