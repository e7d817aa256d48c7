import type { PolicyNamespace, PolicyPod } from "../../../src/model/network-policy/endpoint.ts";
import type { KubeDraft } from "../../support/kube-wire.ts";

const OF_SERVER = "kubernetes.io/metadata.name";

/** A namespace without the label that the API server gives it. */
export function namespaceDraft({ name, labels }: PolicyNamespace): KubeDraft {
  const own = Object.fromEntries(Object.entries(labels).filter(([key]) => key !== OF_SERVER));
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: own } };
}

/** A pod as it is written, without its status. TCP is left to the API server. */
export function podDraft({ namespace, name, labels, hostNetwork, nodeName, containers }: PolicyPod): KubeDraft {
  const written = containers.map(({ ports }, at) => ({
    name: `container-${at}`,
    image: "app",
    ports: ports.map((port) => ({
      ...(port.name !== null && { name: port.name }),
      containerPort: port.containerPort,
      ...(port.protocol !== "TCP" && { protocol: port.protocol }),
    })),
  }));
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: namespace ?? "", name, labels },
    spec: { containers: written, ...(nodeName !== null && { nodeName }), ...(hostNetwork && { hostNetwork }) },
  };
}

export function podStatus({ phase, podIPs }: PolicyPod): object {
  return { phase, podIP: podIPs[0], podIPs: podIPs.map((ip) => ({ ip })) };
}
