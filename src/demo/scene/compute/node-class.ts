import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { settledConditions } from "../condition.ts";
import { appliedBy, madeBy, reportedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import type { NodeGroup } from "./node-group.ts";

/** How a pool names what its machines are made by. */
export function nodeClassRef({
  provisioner,
}: NodeGroup): JsonObject & Readonly<Record<"group" | "kind" | "name", string>> {
  return provisioner === "auto"
    ? { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" }
    : { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" };
}

/** What Karpenter makes machines by: which subnets, security groups, images and role. */
export function ec2NodeClass(stage: Stage): KubeObject {
  const { name, zones } = stage.plan;
  const createdAt = stage.ago(days(210));
  const discovered = [{ tags: { "karpenter.sh/discovery": name } }];
  const object: KubeObject = {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: {
      name: "default",
      uid: stage.uid(),
      generation: 2,
      creationTimestamp: createdAt,
      annotations: {
        "karpenter.k8s.aws/ec2nodeclass-hash": stage.random.text(20, "0123456789"),
        "karpenter.k8s.aws/ec2nodeclass-hash-version": "v4",
      },
      finalizers: ["karpenter.k8s.aws/termination"],
    },
    spec: {
      amiFamily: "AL2023",
      amiSelectorTerms: [{ alias: "al2023@v20260914" }],
      role: `KarpenterNodeRole-${name}`,
      subnetSelectorTerms: discovered,
      securityGroupSelectorTerms: discovered,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpProtocolIPv6: "disabled",
        httpPutResponseHopLimit: 1,
        httpTokens: "required",
      },
      tags: { cluster: name },
    },
  };
  const status = {
    subnets: zones.map((zone) => ({ id: `subnet-0${stage.random.text(16, "0123456789abcdef")}`, zone })),
    securityGroups: [{ id: `sg-0${stage.random.text(16, "0123456789abcdef")}`, name: `${name}-node` }],
    amis: [
      {
        id: "ami-0a1b2c3d4e5f67890",
        name: "amazon-eks-node-al2023-x86_64-standard-1.37-v20260914",
        requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }],
      },
    ],
    instanceProfile: `${name}_1234567890123456789`,
    conditions: settledConditions(
      ["AMIsReady", "SubnetsReady", "SecurityGroupsReady", "InstanceProfileReady", "ValidationSucceeded", "Ready"],
      createdAt,
      2,
    ),
  };
  return reportedBy("karpenter", appliedBy("argocd-controller", object, createdAt), status, stage.ago(days(3)));
}

/** What Auto Mode makes machines by. EKS makes the one that is called `default`. */
export function autoNodeClass(stage: Stage): KubeObject {
  const { name, zones } = stage.plan;
  const createdAt = stage.ago(days(210));
  const hex = (count: number): string => stage.random.text(count, "0123456789abcdef");
  const object: KubeObject = {
    apiVersion: "eks.amazonaws.com/v1",
    kind: "NodeClass",
    metadata: {
      name: "default",
      uid: stage.uid(),
      generation: 1,
      creationTimestamp: createdAt,
      labels: { "app.kubernetes.io/managed-by": "eks" },
      finalizers: ["eks.amazonaws.com/termination"],
    },
    spec: {
      role: `eks-${name}-auto-node`,
      subnetSelectorTerms: zones.map(() => ({ id: `subnet-0${hex(16)}` })),
      securityGroupSelectorTerms: [{ id: `sg-0${hex(16)}` }],
      ephemeralStorage: { size: "80Gi", iops: 3000, throughput: 125 },
      networkPolicy: "DefaultAllow",
      networkPolicyEventLogs: "Disabled",
      snatPolicy: "Random",
    },
  };
  const status = {
    conditions: settledConditions(
      ["SubnetsReady", "SecurityGroupsReady", "InstanceProfileReady", "ValidationSucceeded", "Ready"],
      createdAt,
      1,
    ),
  };
  return reportedBy("eks", madeBy("eks", object, createdAt), status, stage.ago(days(3)));
}
