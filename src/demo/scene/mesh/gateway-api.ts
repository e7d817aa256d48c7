import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { condition } from "../condition.ts";
import { appliedBy, madeBy, reportedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import { loadBalancerHost, serviceAddress } from "../workloads/service.ts";
import { appliedObject, type Place } from "./istio-object.ts";

const group = "gateway.networking.k8s.io/v1";
const controllers = {
  istio: { controllerName: "istio.io/gateway-controller", description: "The default Istio GatewayClass" },
  "istio-remote": {
    controllerName: "istio.io/unmanaged-gateway",
    description: "Remote to this cluster. Does not deploy or affect configuration.",
  },
  "istio-waypoint": {
    controllerName: "istio.io/mesh-controller",
    description: "The default Istio waypoint GatewayClass",
  },
} as const;

/** The classes that istiod makes by itself. Source: Istio pilot/pkg/config/kube/gatewaycommon/classinfo.go. */
export function gatewayClasses(stage: Stage): KubeObject[] {
  const creationTimestamp = stage.ago(days(290));
  return Object.entries(controllers).map(([name, spec]) => {
    const object: KubeObject = {
      apiVersion: group,
      kind: "GatewayClass",
      metadata: { name, uid: stage.uid(), generation: 1, creationTimestamp },
      spec,
    };
    const accepted = condition("Accepted", true, creationTimestamp, "Accepted", "Handled by Istio controller");
    const status = { conditions: [{ ...accepted, observedGeneration: 1 }] };
    return reportedBy(
      "pilot-discovery",
      madeBy("pilot-discovery", object, creationTimestamp),
      status,
      creationTimestamp,
    );
  });
}

interface GatewayShape extends Place {
  readonly name: string;
  readonly gatewayClass: keyof typeof controllers;
  readonly labels?: Readonly<Record<string, string>>;
  readonly listeners: readonly ({ readonly name: string } & JsonObject)[];
}

/** A Gateway that istiod has accepted and deployed. */
export function gateway(shape: GatewayShape, attachedRoutes: number, stage: Stage): KubeObject {
  const { name, namespace, owner, gatewayClass, listeners, labels = {} } = shape;
  const creationTimestamp = stage.ago(days(120));
  const object: KubeObject = {
    apiVersion: group,
    kind: "Gateway",
    metadata: {
      name,
      namespace,
      uid: stage.uid(),
      generation: 1,
      creationTimestamp,
      labels: { ...labels, "retail.example/owner": owner },
    },
    spec: { gatewayClassName: gatewayClass, listeners },
  };
  const done = (type: string, reason: string, message = "No errors found"): JsonObject => ({
    ...condition(type, true, creationTimestamp, reason, message),
    observedGeneration: 1,
  });
  const service = `${deploymentName(shape)}.${namespace}.svc.cluster.local`;
  const status = {
    addresses: [addressOf(shape, stage)],
    conditions: [
      done("Accepted", "Accepted", "Resource accepted"),
      done(
        "Programmed",
        "Programmed",
        `Resource programmed, assigned to service(s) ${service}:${Number(listeners[0]?.["port"])}`,
      ),
    ],
    listeners: listeners.map((listener) => ({
      name: listener.name,
      attachedRoutes,
      supportedKinds: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute" }],
      conditions: [
        done("Accepted", "Accepted"),
        { ...done("Conflicted", "NoConflicts"), status: "False" },
        done("Programmed", "Programmed"),
        done("ResolvedRefs", "ResolvedRefs"),
      ],
    })),
  };
  return reportedBy(
    "pilot-discovery",
    appliedBy("argocd-controller", object, creationTimestamp),
    status,
    stage.ago(days(2)),
  );
}

function deploymentName({ name, gatewayClass }: GatewayShape): string {
  return gatewayClass === "istio-waypoint" ? name : `${name}-istio`;
}

/** What a Gateway is called by: of a waypoint, the address of its Service; of a way in, the name of its load balancer. */
function addressOf(shape: GatewayShape, { plan }: Stage): JsonObject {
  const { namespace, gatewayClass } = shape;
  const name = deploymentName(shape);
  const workload = plan.workloads.find((each) => each.namespace === namespace && each.name === name);
  if (workload === undefined) throw new Error(`nothing is deployed for the Gateway ${namespace}/${shape.name}`);
  return gatewayClass === "istio-waypoint"
    ? { type: "IPAddress", value: serviceAddress(workload, plan) }
    : { type: "Hostname", value: loadBalancerHost(workload, plan) };
}

/** A route that its one parent has accepted. */
export function route(
  kind: "HTTPRoute" | "TLSRoute",
  name: string,
  place: Place,
  parent: JsonObject,
  spec: JsonObject,
  stage: Stage,
): KubeObject {
  const applied = appliedObject(group, kind, name, place, stage, { parentRefs: [parent], ...spec });
  const at = stage.ago(days(15));
  const done = (type: string, message: string): JsonObject => ({
    ...condition(type, true, at, type, message),
    observedGeneration: 1,
  });
  const status = {
    parents: [
      {
        parentRef: parent,
        controllerName: "istio.io/gateway-controller",
        conditions: [done("Accepted", "Route was valid"), done("ResolvedRefs", "All references resolved")],
      },
    ],
  };
  return reportedBy("pilot-discovery", applied, status, at);
}
