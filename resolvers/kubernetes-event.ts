import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { EC2NodeClass } from "../schema/ec2-node-class.ts";
import { KubernetesEvent } from "../schema/kubernetes-event.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { KubernetesObject } from "../schema/kubernetes-object.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import { NodeClass } from "../schema/node-class.ts";
import { NodePool } from "../schema/node-pool.ts";
import { Pod } from "../schema/pod.ts";
import type { EntityClass, EntityKey } from "../schema/entity.ts";
import type { Context } from "../src/context.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";

/** What Kubernetes calls the kinds that events are about, as far as the graph tells of them. */
const kinds = new Map<string, EntityClass<KubernetesObject>>([
  ["Pod", Pod],
  ["Node", KubernetesNode],
  ["NodeClaim", NodeClaim],
  ["NodePool", NodePool],
  ["EC2NodeClass", EC2NodeClass],
  ["NodeClass", NodeClass],
]);
const kindByType = new Map([...kinds].map(([kind, type]) => [type, kind]));

const eventsByObject = indexOf(KubernetesEvent, ({ cluster, involvedKind, involvedNamespace, involvedName }) => [
  eventKey(cluster, involvedKind, involvedNamespace, involvedName),
]);

function eventKey(cluster: string, kind: string, namespace: string | null, name: string): string {
  return `${kind} ${namespace ?? ""}/${name} ${cluster}`;
}

/** Of one object: controllers say the same again and again, and the newest counts. */
const MOST_EVENTS = 100;

/** What was said last of a pod, node, claim or pool, newest first; not what was said of an earlier one of its name. */
export function eventsOf(view: View, object: KubernetesObject): readonly KubernetesEvent[] {
  const type = object.constructor as EntityClass<KubernetesObject>;
  return eventsAbout(view, type, object)
    .filter((event) => isAbout(event, object))
    .slice(0, MOST_EVENTS);
}

/** What was said of whatever has had a name, newest first. */
export function eventsAbout(
  view: View,
  type: EntityClass<KubernetesObject>,
  { cluster, namespace, name }: EntityKey,
): readonly KubernetesEvent[] {
  const key = eventKey(cluster, kindByType.get(type) ?? type.name, namespace, name);
  return view.by(eventsByObject, key).toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

/** Whether it is not about an earlier one of the name. Kubelets give a node's name for its uid (pkg/kubelet/kubelet.go, nodeRef). */
function isAbout({ involvedKind, involvedUid }: KubernetesEvent, { uid, name }: KubernetesObject): boolean {
  return involvedUid === null || involvedUid === uid || (involvedKind === "Node" && involvedUid === name);
}

@Resolver(() => KubernetesEvent)
export class KubernetesEventResolver extends kubernetesObjectResolver(KubernetesEvent) {
  @FieldResolver(() => KubernetesObject, {
    nullable: true,
    description: "The object that it is about, if it is one of the graph and still there.",
  })
  involvedObject(@Root() event: KubernetesEvent, @Ctx() { view }: Context): KubernetesObject | null {
    const { cluster, involvedKind, involvedNamespace: namespace, involvedName: name } = event;
    const type = kinds.get(involvedKind);
    const object = type === undefined ? null : view.get(type, { cluster, namespace, name });
    return object !== null && isAbout(event, object) ? object : null;
  }
}
