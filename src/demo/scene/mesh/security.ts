import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import type { Stage } from "../stage.ts";
import { appliedObject } from "./istio-object.ts";
import type { MeshPlan } from "./mesh-plan.ts";

const root = { namespace: "istio-system", owner: "platform" };

/** What holds in the whole mesh: mutual TLS always, and a line in the log for each request. */
export function meshDefaults(stage: Stage): KubeObject[] {
  return [
    appliedObject("security.istio.io/v1", "PeerAuthentication", "default", root, stage, { mtls: { mode: "STRICT" } }),
    appliedObject("telemetry.istio.io/v1", "Telemetry", "mesh-default", root, stage, {
      accessLogging: [{ providers: [{ name: "envoy" }] }],
      tracing: [{ providers: [{ name: "otel" }], randomSamplingPercentage: 5 }],
    }),
  ];
}

/** Who may call, as the certificates of callers say. */
export const principal = ({ trustDomain }: MeshPlan, namespace: string, account: string): string =>
  `${trustDomain}/ns/${namespace}/sa/${account}`;

export function authorizationPolicy(
  name: string,
  namespace: string,
  owner: string,
  spec: JsonObject,
  stage: Stage,
): KubeObject {
  return appliedObject("security.istio.io/v1", "AuthorizationPolicy", name, { namespace, owner }, stage, spec);
}
