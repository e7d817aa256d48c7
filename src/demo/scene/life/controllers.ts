import { canonical, isJsonArray, isJsonObject, sameJson, type Json, type JsonObject } from "../../json.ts";
import { withMetadata, type KubeObject } from "../../kube-object.ts";
import { poolUsage } from "../compute/node-pool.ts";
import { isPool } from "../compute/node-group.ts";
import { reportedBy } from "../owned.ts";
import { controllerStatus } from "../workloads/controller.ts";
import { budgetStatus } from "../workloads/disruption-budget.ts";
import { endpointsOf } from "../workloads/endpoint-slice.ts";
import { serviceName } from "../workloads/service.ts";
import { countOf } from "../workloads/workload-objects.ts";
import type { Workload } from "../workloads/workload.ts";
import { controllerResource, wantedReplicas } from "./replicas.ts";
import { pods, podsOf, type World } from "./world.ts";

/**
 * What the controllers of a cluster report of its pods and machines: numbers of replicas, budgets, endpoints, the use of pools. They compare
 * what is with what is said, as real ones do, so that it makes no difference who changed something.
 */
export class Controllers {
  /** What each workload's pods were like when all that is said of them was right. */
  readonly #settled = new Map<Workload, string>();

  /** Makes one change, if something that is said is not so any more. */
  report(world: World): boolean {
    const seen = signatures(world);
    const stale = world.stage.plan.workloads.filter(
      (workload) => this.#settled.get(workload) !== seen.get(keyOf(workload)),
    );
    for (const workload of stale) {
      if (reportEndpoints(world, workload) || reportReplicas(world, workload) || reportBudget(world, workload))
        return true;
      this.#settled.set(workload, seen.get(keyOf(workload)) ?? "");
    }
    return reportPools(world);
  }
}

const keyOf = ({ namespace, name }: Workload): string => `${namespace}/${name}`;

/** The versions of each workload's pods and of its controller. */
function signatures(world: World): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const { metadata } of pods(world)) {
    const key = `${metadata.namespace}/${metadata.labels?.["app.kubernetes.io/name"]}`;
    versions.set(key, `${versions.get(key) ?? ""} ${metadata.uid} ${metadata.resourceVersion}`);
  }
  for (const workload of world.stage.plan.workloads) {
    const key = keyOf(workload);
    versions.set(key, `${versions.get(key) ?? ""} of ${wantedReplicas(world, workload)}`);
  }
  return versions;
}

function reportEndpoints({ server, machines, stage }: World, workload: Workload): boolean {
  const name = serviceName(workload);
  const slice = server
    .list("endpointslices.discovery.k8s.io", workload.namespace)
    .find(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name);
  if (slice === undefined) return false;
  const zones = new Map([...machines].map(({ nodeName, zone }) => [nodeName, zone]));
  const own = server
    .list("pods", workload.namespace)
    .filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === workload.name);
  const known = new Map(zoneEntries(slice["endpoints"]));
  const endpoints = endpointsOf(own, new Map([...known, ...zones]));
  if (sameJson(slice["endpoints"], endpoints)) return false;
  const changedAt = { "endpoints.kubernetes.io/last-change-trigger-time": stage.ago(0) };
  const generation = (slice.metadata.generation ?? 0) + 1;
  server.put(withMetadata({ ...slice, endpoints }, { generation, annotations: changedAt }));
  return true;
}

/** The zones of endpoints whose node is being given back are still known. */
function zoneEntries(endpoints: Json | undefined): (readonly [string, string])[] {
  if (!isJsonArray(endpoints)) return [];
  return endpoints.flatMap((each) =>
    isJsonObject(each) && typeof each["zone"] === "string" && typeof each["nodeName"] === "string"
      ? [[each["nodeName"], each["zone"]] as const]
      : [],
  );
}

function reportReplicas(world: World, workload: Workload): boolean {
  const object = world.server.get(controllerResource(workload), keyOf(workload));
  const live = { ...workload, replicas: wantedReplicas(world, workload) };
  return report(world, object, (at) => controllerStatus(live, countOf(podsOf(world, workload)), at));
}

function reportBudget(world: World, workload: Workload): boolean {
  const object = world.server.get("poddisruptionbudgets.policy", keyOf(workload));
  const live = { ...workload, replicas: wantedReplicas(world, workload) };
  return report(world, object, (at) => budgetStatus(live, countOf(podsOf(world, workload)), at));
}

function report(world: World, object: KubeObject | undefined, statusAt: (at: string) => JsonObject): boolean {
  if (object === undefined) return false;
  const at = world.stage.ago(0);
  const observed = { observedGeneration: object.metadata.generation };
  const status = keepTransitions(object["status"], { ...statusAt(at), ...observed });
  if (timeless(object["status"]) === timeless(status)) return false;
  world.server.put(reportedBy("kube-controller-manager", object, status, at));
  return true;
}

function reportPools(world: World): boolean {
  const { server, stage, machines, coming } = world;
  return stage.plan.nodeGroups.filter(isPool).some((group) => {
    const pool = server.get("nodepools.karpenter.sh", group.name);
    const own = [...machines, ...coming].filter((machine) => machine.group === group);
    const usage = poolUsage(own);
    const status = isJsonObject(pool?.["status"]) ? pool["status"] : {};
    if (pool === undefined || sameJson({ ...status, ...usage }, status)) return false;
    const reporter = group.provisioner === "auto" ? "eks" : "karpenter";
    server.put(reportedBy(reporter, pool, { ...status, ...usage }, stage.ago(0)));
    return true;
  });
}

/** A condition that says what it said keeps the time since when. */
function keepTransitions(before: Json | undefined, after: JsonObject): JsonObject {
  const old = isJsonObject(before) && isJsonArray(before["conditions"]) ? before["conditions"] : [];
  if (!isJsonArray(after["conditions"])) return after;
  const conditions = after["conditions"].map((condition) => {
    if (!isJsonObject(condition)) return condition;
    const same = old
      .filter(isJsonObject)
      .find(({ type, status }) => type === condition["type"] && status === condition["status"]);
    return same === undefined ? condition : { ...condition, lastTransitionTime: same["lastTransitionTime"] };
  });
  return { ...after, conditions };
}

/** A status without its times, as a text. */
function timeless(status: Json | undefined): string {
  return canonical(
    JSON.parse(
      JSON.stringify(status ?? {}, (name, value: unknown) => (name.endsWith("Time") ? undefined : value)),
    ) as Json,
  );
}
