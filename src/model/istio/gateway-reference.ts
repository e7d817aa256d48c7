/** The gateway that a VirtualService without any follows: every sidecar. It is no object. */
const MESH = "mesh";

/**
 * The Gateway that an entry of a VirtualService's `gateways` means, as `namespace/name`; null for `mesh`. Source: istio
 * pilot/pkg/model/virtualservice.go (resolveGatewayName): `ns/name`, `./name`, a short name of its own namespace, or the older
 * `name.ns.svc.cluster.local`.
 */
export function gatewayReference(reference: string, namespace: string | null): string | null {
  if (reference === MESH) return null;
  const own = namespace ?? "";
  const slash = reference.indexOf("/");
  if (slash >= 0) {
    const [before, name] = [reference.slice(0, slash), reference.slice(slash + 1)];
    return `${before === "." ? own : before}/${name}`;
  }
  const [name = "", inNamespace = own] = reference.split(".");
  return `${inNamespace}/${name}`;
}
