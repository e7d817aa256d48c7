import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { DaemonSet } from "../schema/daemon-set.ts";
import { Deployment } from "../schema/deployment.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { Pod } from "../schema/pod.ts";
import { StatefulSet } from "../schema/stateful-set.ts";
import { Workload } from "../schema/workload.ts";
import type { Context } from "../src/context.ts";
import { workloadOfPod } from "../src/model/workload-of-pod.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connectEdge } from "./edge.ts";

const types = { Deployment, StatefulSet, DaemonSet };

const podsByWorkload = indexOf(Pod, (pod) => {
  const workload = workloadOfPod(pod);
  return workload === null ? [] : [`${workload.kind} ${pod.namespace}/${workload.name} ${pod.cluster}`];
});

/** The workload that a pod is of, if the graph has it. */
export function workloadOf(view: View, pod: Pod): Workload | null {
  const workload = workloadOfPod(pod);
  if (workload === null) return null;
  return view.get<Workload>(types[workload.kind], {
    cluster: pod.cluster,
    namespace: pod.namespace,
    name: workload.name,
  });
}

@Resolver(() => Workload)
export class WorkloadResolver {
  @FieldResolver(() => connectionOf(Pod), { nullable: true, description: "The pods that it made." })
  pods(@Root() workload: Workload, @Args(() => PageArgs) page: PageRequest, @Ctx() context: Context): Connection<Pod> {
    const key = `${workload.constructor.name} ${workload.namespace}/${workload.name} ${workload.cluster}`;
    return connectEdge(context, workload, Pod, { within: { index: podsByWorkload, key } }, page);
  }
}
