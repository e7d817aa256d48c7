import { namespace } from "../../../connectors/kubernetes/kinds/namespace.ts";
import { networkPolicy } from "../../../connectors/kubernetes/kinds/network-policy.ts";
import { pod } from "../../../connectors/kubernetes/kinds/pod.ts";
import { networkPolicyVerdict } from "../../../resolvers/network-policy-verdict.ts";
import { policiesFor } from "../../../resolvers/network-policy-selection.ts";
import type { KubernetesObject } from "../../../schema/kubernetes-object.ts";
import { Namespace } from "../../../schema/namespace.ts";
import { Pod } from "../../../schema/pod.ts";
import { everything } from "../../../src/access/rights.ts";
import { StoreView } from "../../../src/access/store-view.ts";
import { allows } from "../../../src/model/network-policy/allows.ts";
import { readNetworkPolicy } from "../../../src/model/network-policy/read-network-policy.ts";
import type { Answer } from "../../../src/model/network-policy/side.ts";
import type { View } from "../../../src/ports.ts";
import { Store } from "../../../src/store/store.ts";
import { object, watch } from "../../support/entities.ts";
import type { PolicyQuery, PolicyWorld, QueryEnd } from "../../support/random-network-policy-world.ts";
import { podDraft, podStatus } from "./drafts.ts";

interface SideAnswer {
  readonly allowed: Answer;
  readonly reason: string;
}

/** What the graph says of a connection: of each side, and of both. */
export interface GraphAnswer extends SideAnswer {
  readonly ingress: SideAnswer;
  readonly egress: SideAnswer;
}

const CLUSTER = "eu-1";

/** A world as the graph holds it once it has read it from a cluster. */
export function entitiesOf({ namespaces, pods, policies }: PolicyWorld): readonly KubernetesObject[] {
  return [
    ...namespaces.map(({ name, labels }) => object(namespace, `${CLUSTER}/${name}`, { labels })),
    ...pods.map((one) =>
      object(pod, `${CLUSTER}/${one.namespace}/${one.name}`, {
        labels: one.labels,
        spec: podDraft(one)["spec"],
        status: podStatus(one),
      }),
    ),
    ...policies.map(({ metadata, spec }) =>
      object(networkPolicy, `${CLUSTER}/${metadata.namespace}/${metadata.name}`, { spec }),
    ),
  ];
}

/** What the graph says of each question, over the store that it serves from. */
export function askGraph(
  world: PolicyWorld,
  questions: readonly PolicyQuery[],
  entities: readonly KubernetesObject[] = entitiesOf(world),
): readonly GraphAnswer[] {
  const store = new Store();
  const read = ["NetworkPolicy", "Namespace", "Pod", "KubernetesNode", "KubernetesService"];
  const watches = read.map((type) => watch(CLUSTER, type));
  store.restart({ epoch: "a", position: "0-0", entities: [...watches, ...entities] });
  const view = new StoreView({ store, rights: everything, now: new Date(0), scanBudget: 1_000 });
  return questions.map((question) => inShort(answerTo(view, world, question)));
}

/** An answer without what it is due to. */
export function inShort({ ingress, egress, ...both }: GraphAnswer): GraphAnswer {
  return { ...short(both), ingress: short(ingress), egress: short(egress) };
}

function short({ allowed, reason }: SideAnswer): SideAnswer {
  return { allowed, reason };
}

/** A pod as the source is asked as clients ask it; for one from outside there is no such field, but the same rule. */
function answerTo(view: View, world: PolicyWorld, { source, destination, protocol, port }: PolicyQuery): GraphAnswer {
  const from = podOf(view, world, source);
  const to = podOf(view, world, destination);
  if (from !== null) {
    const end = to === null ? { address: "address" in destination ? destination.address : "" } : { pod: to.id };
    return networkPolicyVerdict(view, from, { ...end, protocol, port });
  }
  if (to === null || !("address" in source)) throw new Error("one end is a pod");
  const space = view.get(Namespace, { cluster: CLUSTER, namespace: null, name: to.namespace ?? "" });
  const traffic = {
    source: { kind: "ADDRESS", address: source.address, mayBeRewritten: false },
    destination: { kind: "POD", pod: to, namespace: space },
    protocol,
    port,
  } as const;
  return allows(
    traffic,
    policiesFor(view, to).map((policy) => readNetworkPolicy(policy)),
  );
}

function podOf(view: View, { pods }: PolicyWorld, end: QueryEnd): Pod | null {
  const found = "pod" in end ? pods[end.pod] : undefined;
  return found === undefined ? null : view.get(Pod, { ...found, cluster: CLUSTER });
}
