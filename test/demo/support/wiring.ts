import { expect } from "vitest";
import type { DemoApiServer } from "../../../src/demo/api-server.ts";
import { isPodReady } from "../../../src/demo/scene/workloads/endpoint-slice.ts";
import { all, type Loose } from "./started-cluster.ts";

type Labels = Readonly<Record<string, string>>;

const matches = (labels: Labels | undefined, selector: Labels): boolean =>
  Object.entries(selector).every(([key, value]) => labels?.[key] === value);
const podsOf = (server: DemoApiServer, namespace: string | undefined, selector: Labels): readonly Loose[] =>
  all(server, "pods", namespace).filter(({ metadata }) => matches(metadata.labels, selector));
const living = (pods: readonly Loose[]): readonly Loose[] =>
  pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);

/** That every Service's endpoints are the pods that it selects, with their addresses and readiness. */
export function expectEndpoints(server: DemoApiServer): void {
  for (const service of all(server, "services")) {
    const { name, namespace, uid } = service.metadata;
    const slices = all(server, "endpointslices.discovery.k8s.io", namespace).filter(
      ({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name,
    );
    const told = slices.flatMap(({ endpoints }) =>
      (endpoints ?? []).map((endpoint: Loose) => [
        endpoint["targetRef"].uid,
        endpoint["addresses"][0],
        endpoint["conditions"].serving,
      ]),
    );
    const pods = podsOf(server, namespace, service["spec"].selector).filter(
      ({ status }) => status?.podIP !== undefined,
    );
    expect(slices.map(({ metadata }) => metadata.ownerReferences?.[0]?.["uid"])).toEqual([uid]);
    expect(new Set(told)).toEqual(new Set(pods.map((pod) => [pod.metadata.uid, pod["status"].podIP, isPodReady(pod)])));
  }
}

/** That what controllers say of pods is so: Deployments, StatefulSets, DaemonSets and budgets. */
export function expectCounts(server: DemoApiServer): void {
  for (const resource of ["deployments.apps", "statefulsets.apps", "daemonsets.apps"]) {
    for (const { metadata, spec, status } of all(server, resource)) {
      const pods = living(podsOf(server, metadata.namespace, spec.selector.matchLabels));
      const ready = pods.filter(isPodReady).length;
      expect([metadata.name, status.replicas ?? status.currentNumberScheduled]).toEqual([metadata.name, pods.length]);
      expect([metadata.name, status.readyReplicas ?? status.numberReady ?? 0]).toEqual([metadata.name, ready]);
    }
  }
  for (const { metadata, spec, status } of all(server, "poddisruptionbudgets.policy")) {
    const ready = living(podsOf(server, metadata.namespace, spec.selector.matchLabels)).filter(isPodReady).length;
    const allowed = Math.max(0, ready - spec.minAvailable);
    expect([metadata.name, status.currentHealthy, status.disruptionsAllowed]).toEqual([metadata.name, ready, allowed]);
  }
}

/** That every pod that has a node may be there, and that no node has more than it has room for. */
export function expectRoom(server: DemoApiServer): void {
  const asked = new Map<string, number>();
  for (const pod of all(server, "pods").filter(({ spec }) => spec.nodeName !== undefined)) {
    const { nodeName, nodeSelector = {}, tolerations, containers, initContainers = [] } = pod["spec"];
    const node = server.get("nodes", nodeName) as Loose | undefined;
    if (node === undefined) throw new Error(`${pod.metadata.name} is on ${nodeName}, which is not there`);
    expect(node.metadata.labels).toMatchObject(nodeSelector);
    // What is said of a node that is being given back, or is not ready, does not send away who is there.
    const taints = (node["spec"].taints ?? []).filter(
      ({ key }: Loose) => !/^(karpenter\.sh|node\.kubernetes\.io)\//.test(key),
    );
    for (const taint of taints) expect(tolerations.some((each: Loose) => isTolerated(taint, each))).toBe(true);
    const kept = [...containers, ...initContainers.filter(({ restartPolicy }: Loose) => restartPolicy === "Always")];
    const cpu = kept.reduce((sum: number, { resources }: Loose) => sum + milli(resources.requests.cpu), 0);
    asked.set(nodeName, (asked.get(nodeName) ?? 0) + cpu);
  }
  for (const [name, cpu] of asked) {
    const { allocatable } = (server.get("nodes", name) as Loose)["status"];
    expect(cpu).toBeLessThanOrEqual(milli(allocatable.cpu));
  }
}

function isTolerated(taint: Loose, { key, operator, value, effect }: Loose): boolean {
  return (
    (key === undefined || key === taint["key"]) &&
    (effect === undefined || effect === taint["effect"]) &&
    (operator === "Exists" || value === taint["value"])
  );
}

export function milli(cpu: string): number {
  return cpu.endsWith("m") ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
}
