import type { KubeObject } from "../../kube-object.ts";
import type { Stage } from "../stage.ts";
import { istioObject } from "./istio-object.ts";

const place = { namespace: "ledger", owner: "postings" };
const labels = { app: "mainframe" };

/** Two machines outside of Kubernetes that are part of the mesh, found by their labels. */
export function machinesOutside(stage: Stage): KubeObject[] {
  const template = { serviceAccount: "mainframe", network: "datacenter" };
  return [
    istioObject("WorkloadGroup", "mainframe", place, stage, { metadata: { labels }, template }),
    ...["10.255.20.4", "10.255.20.5"].map((address, index) =>
      istioObject("WorkloadEntry", `mainframe-${index + 1}`, place, stage, {
        ...template,
        address,
        labels: { ...labels, "service.istio.io/canonical-name": "mainframe" },
      }),
    ),
    istioObject("ServiceEntry", "mainframe", place, stage, {
      hosts: ["mainframe.ledger.internal"],
      ports: [{ number: 8443, name: "tls", protocol: "TLS" }],
      location: "MESH_INTERNAL",
      resolution: "STATIC",
      workloadSelector: { labels },
      exportTo: ["."],
    }),
  ];
}
