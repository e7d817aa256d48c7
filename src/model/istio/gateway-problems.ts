import type { IstioGateway } from "../../../schema/istio-gateway.ts";
import { mergeServers } from "./gateway-merge.ts";
import type { SkippedServer } from "./gateway-merge.ts";
import type { GatewayServicePort } from "./gateway-port.ts";
import { protocolOf, serversOf } from "./gateway-server.ts";
import type { GatewayServer } from "./gateway-server.ts";
import type { MeshProblem } from "./mesh-world.ts";
import { isDetected, isHttp, isTls } from "./port-protocol.ts";
import { objectOf, routeProblems } from "./route-report.ts";
import type { ReportRoute } from "./route-report.ts";

/** A proxy, or several with the same labels and namespace, that a Gateway selects. */
export interface GatewayProxies {
  /** All Gateways that they serve, the oldest first. */
  readonly gateways: readonly IstioGateway[];
  /** Of the Services that lead to them. */
  readonly servicePorts: readonly GatewayServicePort[];
}

/** All that is wrong with a Gateway, given the proxies that serve it; null when they are not known. See route-problem-codes.ts. */
export function gatewayProblems(
  gateway: IstioGateway,
  proxies: readonly GatewayProxies[] | null,
): readonly MeshProblem[] {
  const { problems, report } = routeProblems(objectOf("IstioGateway", gateway));
  const servers = serversOf(gateway);
  if (servers.length === 0) report("GATEWAY_WITHOUT_SERVERS", "It has no servers.");
  const names = new Set<string>();
  for (const server of servers) {
    serverProblems(server, report);
    const { name } = server.port;
    if (name !== "" && names.has(name)) report("SERVER_DUPLICATE_PORT_NAME", `Two servers have the port name ${name}.`);
    names.add(name);
  }
  if (proxies === null) return problems;
  if (proxies.length === 0) report("GATEWAY_SELECTS_NOTHING", `No proxy has the labels ${shown(gateway)}.`);
  for (const { gateways, servicePorts } of proxies) {
    const { skipped } = mergeServers(gateways.flatMap(serversOf), servicePorts);
    for (const one of skipped) if (isOf(one.server, gateway)) conflictProblem(one, report);
    for (const { port } of servers)
      if (!servicePorts.some((one) => one.port === port.number || one.targetPort === port.number))
        report("GATEWAY_PORT_NOT_ON_SERVICE", `No Service of its proxies leads to port ${port.number}.`);
  }
  return problems;
}

const TLS_MODES: ReadonlySet<string> = new Set([
  "PASSTHROUGH",
  "SIMPLE",
  "MUTUAL",
  "AUTO_PASSTHROUGH",
  "ISTIO_MUTUAL",
  "OPTIONAL_MUTUAL",
]);
const MAX_PORT = 65_535;

/** Source: istio pkg/config/validation/validation.go (validateServer, validateServerPort). */
function serverProblems(server: GatewayServer, report: ReportRoute): void {
  const { port, hosts, tlsMode, index } = server;
  const place = `Server ${index}`;
  if (hosts.length === 0) report("SERVER_WITHOUT_HOSTS", `${place} has no hosts.`);
  for (const host of hosts)
    if (!isServerHost(host)) report("SERVER_INVALID_HOST", `${place} has the host "${host}", which is none.`);
  if (!Number.isInteger(port.number) || port.number < 1 || port.number > MAX_PORT)
    report("SERVER_INVALID_PORT", `${place} has the port ${port.number}.`);
  const protocol = protocolOf(server);
  if (isDetected(protocol)) report("SERVER_UNKNOWN_PROTOCOL", `${place} has the protocol "${port.protocol}".`);
  if (isTls(protocol) && tlsMode === null)
    report("SERVER_TLS_MISSING", `${place} has the protocol ${port.protocol}, but no TLS settings.`);
  if (tlsMode !== null && !TLS_MODES.has(tlsMode))
    report("SERVER_INVALID_TLS_MODE", `${place} has the TLS mode "${tlsMode}".`);
  else if (tlsMode !== null && !isTls(protocol) && !(isHttp(protocol) && tlsMode.endsWith("PASSTHROUGH")))
    report(
      "SERVER_TLS_UNEXPECTED",
      `${place} has the protocol "${port.protocol}", but TLS settings of mode ${tlsMode}.`,
    );
}

const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const FIRST_LABEL = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const IP_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/;
const MAX_NAME = 255;
const MAX_LABEL = 63;

/**
 * `[namespace/]host`, where the host has a dot, or is `*` or an address. Source: istio pkg/config/validation/agent/validation.go
 * (ValidateNamespaceSlashWildcardHostname).
 */
function isServerHost(entry: string): boolean {
  const parts = entry.split("/");
  const [namespace = "", host] = parts.length === 1 ? ["*", entry] : parts;
  if (parts.length > 2 || host === undefined) return false;
  const isNamespace =
    namespace === "*" || namespace === "." || (LABEL.test(namespace) && namespace.length <= MAX_LABEL);
  if (!isNamespace || host === "" || host.length > MAX_NAME) return false;
  if (host === "*" || IP_ADDRESS.test(host)) return true;
  const [first = "", ...labels] = host.split(".");
  const known = labels.at(-1) === "" ? labels.slice(0, -1) : labels;
  const fits = (label: string, pattern: RegExp): boolean => label.length <= MAX_LABEL && pattern.test(label);
  return labels.length > 0 && fits(first, FIRST_LABEL) && known.every((label) => fits(label, LABEL));
}

function conflictProblem({ server, port, why, with: others }: SkippedServer, report: ReportRoute): void {
  const [other] = others;
  const reason = {
    DUPLICATE_HOST: "has one of its hosts",
    PROTOCOL_CONFLICT: "has another protocol",
    DUPLICATE_ROUTE_NAME: "has its port name",
  }[why];
  const [namespace = "", name = ""] = (other?.gateway ?? "").split("/");
  report(
    "GATEWAY_CONFLICT",
    `Server ${server.index} is left out at port ${port}: Gateway ${namespace}/${name} comes first and ${reason}.`,
    { type: "IstioGateway", namespace, name },
  );
}

function isOf({ gateway }: GatewayServer, { namespace, name }: IstioGateway): boolean {
  return gateway === `${namespace ?? ""}/${name}`;
}

function shown({ selector }: IstioGateway): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
