import { hostsMatch, isSubsetOfHost } from "./host-name.ts";

/** A host of a server, with the namespace whose VirtualServices count; null: all. */
export interface ServerHost {
  readonly namespace: string | null;
  readonly host: string;
}

/**
 * The hosts of a server: `namespace/host`, with `.` for the Gateway's own and `*` for all; what follows a second slash is dropped. One
 * that is all hosts of all namespaces outdoes the others. Source: istio pilot/pkg/model/gateway.go (sanitizeServerHostNamespace).
 */
export function serverHosts(hosts: readonly string[], gatewayNamespace: string): readonly ServerHost[] {
  if (hosts.includes("*/*")) return [{ namespace: null, host: "*" }];
  return hosts.map((entry) => {
    const [before = "", host] = entry.split("/");
    if (host === undefined) return { namespace: null, host: entry };
    return { namespace: before === "*" ? null : before === "." ? gatewayNamespace : before, host };
  });
}

/**
 * The hosts that a server and a VirtualService of a namespace have in common, each in the narrower spelling. Source: istio
 * pkg/config/host/names.go (NamesForNamespace, Intersection).
 */
export function commonHosts(
  server: readonly ServerHost[],
  virtualService: { readonly namespace: string; readonly hosts: readonly string[] },
): readonly string[] {
  const common = new Set<string>();
  for (const { host } of hostsFor(server, virtualService.namespace))
    for (const other of virtualService.hosts)
      if (isSubsetOfHost(host, other)) common.add(host);
      else if (isSubsetOfHost(other, host)) common.add(other);
  return [...common];
}

/** The VirtualService's hosts that meet one of a server's. Source: istio pilot/pkg/networking/core/gateway.go (pickMatchingGatewayHosts). */
export function matchingHosts(
  server: readonly ServerHost[],
  virtualService: { readonly namespace: string; readonly hosts: readonly string[] },
): readonly string[] {
  const own = hostsFor(server, virtualService.namespace);
  return virtualService.hosts.filter((other) => own.some(({ host }) => hostsMatch(host, other)));
}

function hostsFor(server: readonly ServerHost[], namespace: string): readonly ServerHost[] {
  return server.filter((one) => one.namespace === null || one.namespace === namespace);
}
