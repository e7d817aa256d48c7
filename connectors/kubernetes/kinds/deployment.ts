import { Deployment } from "../../../schema/deployment.ts";
import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import type { InternPool } from "../../../src/lib/intern.ts";
import { objectIn, objectsIn, optionalString, requiredString } from "../json.ts";
import { kind } from "../kind.ts";
import { containersIn, workloadIn } from "./workload.ts";

export const deployment = kind({
  type: Deployment,
  group: "apps",
  versions: ["v1"],
  plural: "deployments",
  read: (object, pool) => ({ ...workloadIn(object, pool), istiodEnvironment: istiodEnvironmentIn(object, pool) }),
});

/** Where control planes are, and who may make Deployments there is the mesh's owner: others may call theirs istiod as they like. */
const CONTROL_PLANE = "istio-system";

/** Names of istiod's own settings that decide what its rules are. Nothing else of an environment is kept: people put secrets there. */
const ISTIOD_SETTING =
  /^(PILOT_\w+|ENABLE_\w+|AMBIENT_\w+|CLUSTER_ID|REVISION|COMPLIANCE_POLICY|EXTERNAL_ISTIOD|UNSAFE_PILOT_\w+)$/;

function istiodEnvironmentIn(object: JsonObject, pool: InternPool): StringMap | null {
  const metadata = objectIn(object, "metadata");
  if (objectIn(metadata, "labels")["app"] !== "istiod" || metadata["namespace"] !== CONTROL_PLANE) return null;
  const settings = containersIn(objectIn(object, "spec"))
    .flatMap((container) => objectsIn(container, "env"))
    .map((variable) => [requiredString(variable, "name"), optionalString(variable, "value")] as const)
    .filter(([name, value]) => value !== null && ISTIOD_SETTING.test(name) && !/TOKEN|SECRET|PASSWORD/.test(name));
  return pool.map(Object.fromEntries(settings) as StringMap);
}
