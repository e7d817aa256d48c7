import type { KubeObject } from "../../kube-object.ts";
import { appliedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";

/** AWS's own kind of policy, which lets out by names of hosts. */
export function applicationNetworkPolicy(stage: Stage): KubeObject {
  const creationTimestamp = stage.ago(days(40));
  const object: KubeObject = {
    apiVersion: "networking.k8s.aws/v1alpha1",
    kind: "ApplicationNetworkPolicy",
    metadata: { name: "risk-scores", namespace: "pay", uid: stage.uid(), generation: 1, creationTimestamp },
    spec: {
      podSelector: { matchLabels: { app: "fraud" } },
      policyTypes: ["Egress"],
      egress: [
        { to: [{ domainNames: ["scores.riskdata.example"] }], ports: [{ protocol: "TCP", port: 443 }] },
        { to: [{ ipBlock: { cidr: "10.255.0.0/20" } }], ports: [{ protocol: "TCP", port: 5432 }] },
      ],
    },
  };
  return appliedBy("argocd-controller", object, creationTimestamp);
}
