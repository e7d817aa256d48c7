import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { PolicyWorld } from "../../support/random-network-policy-world.ts";

/** A world from which nothing can be taken away without the loss of what it shows. A world that fails to be looked at shows nothing. */
export async function smallest(
  world: PolicyWorld,
  shows: (candidate: PolicyWorld) => Promise<boolean>,
): Promise<PolicyWorld> {
  for (const candidate of smallerWorlds(world))
    if (await shows(candidate).catch(() => false)) return smallest(candidate, shows);
  return world;
}

/** A world without one policy, or one part of a policy's spec, of a label set or of a pod's containers. */
function* smallerWorlds(world: PolicyWorld): Generator<PolicyWorld> {
  const { policies, pods, namespaces } = world;
  for (const at of policies.keys()) yield { ...world, policies: policies.toSpliced(at, 1) };
  for (const [at, policy] of policies.entries())
    for (const spec of smaller(policy.spec)) yield { ...world, policies: policies.with(at, { ...policy, spec }) };
  for (const [at, pod] of pods.entries()) {
    for (const labels of smaller(pod.labels)) yield { ...world, pods: pods.with(at, { ...pod, labels }) };
    for (const containers of smaller(pod.containers)) yield { ...world, pods: pods.with(at, { ...pod, containers }) };
  }
  for (const [at, namespace] of namespaces.entries())
    for (const labels of smaller(namespace.labels))
      yield { ...world, namespaces: namespaces.with(at, { ...namespace, labels }) };
}

/** A value of JSON without one of its members, at any depth, the greatest first. */
function* smaller<T>(value: T): Generator<T> {
  if (typeof value !== "object" || value === null) return;
  const members = Object.keys(value);
  for (const member of members) yield withMember(value, member, undefined);
  for (const member of members)
    for (const less of smaller((value as JsonObject)[member])) yield withMember(value, member, less);
}

function withMember<T extends object>(value: T, member: string, less: unknown): T {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const at = Number(member);
    return (less === undefined ? items.toSpliced(at, 1) : items.with(at, less)) as T & unknown[];
  }
  const entries = Object.entries({ ...value, [member]: less });
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined)) as T;
}
