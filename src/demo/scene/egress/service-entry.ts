import type { KubeObject } from "../../kube-object.ts";
import type { ExternalHost } from "./external-host.ts";
import { egress } from "./gateway.ts";
import { istioObject } from "../mesh/istio-object.ts";
import type { Stage } from "../stage.ts";

/** The name by which pods call what is outside. */
export function hostName({ host }: ExternalHost, { plan }: Stage): string {
  return host.replace("{region}", plan.region);
}

/** The ServiceEntry that lets a team call it. */
export function serviceEntry(external: ExternalHost, stage: Stage): KubeObject {
  const { name, namespace, resolution, ports, addresses, throughEgress } = external;
  return istioObject("ServiceEntry", name, external, stage, {
    hosts: [hostName(external, stage)],
    ...(addresses !== undefined && { addresses, endpoints: addresses.map((address) => ({ address })) }),
    ports,
    location: "MESH_EXTERNAL",
    resolution,
    exportTo: throughEgress ? [".", egress.namespace] : [namespace],
  });
}
