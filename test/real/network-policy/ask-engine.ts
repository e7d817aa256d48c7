import { isIP } from "node:net";
import type { PolicyQuery, PolicyWorld, QueryEnd } from "../../support/random-network-policy-world.ts";
import type {
  End,
  NetworkPolicyOracle,
  TrafficQuery,
  TrafficVerdict,
  WorldPod,
} from "../support/network-policy-oracle.ts";

interface AddressedEnd {
  readonly end: End;
  readonly family: number;
}

/**
 * What the engine says of each question: one verdict for each pair of addresses that the connection may have. Its pods have one address
 * each, so a pod of two is two of its pods.
 */
export async function askEngine(
  oracle: NetworkPolicyOracle,
  world: PolicyWorld,
  questions: readonly PolicyQuery[],
): Promise<readonly (readonly TrafficVerdict[])[]> {
  const pods = world.pods.flatMap((pod, at) => pod.podIPs.map((ip) => ({ at, ip, pod: enginePodOf(world, at, ip) })));
  const ends = world.pods.map((_, at) =>
    pods.flatMap((one, index) => (one.at === at ? [{ end: { pod: index }, family: familyOf(one.ip) }] : [])),
  );
  const asked = questions.map((question) => connectionsOf(ends, question));
  const engineWorld = { ...world, pods: pods.map(({ pod }) => pod) };
  const verdicts = (await oracle.judge(engineWorld, asked.flat())).values();
  return asked.map((connections) => connections.flatMap(() => verdicts.next().value ?? []));
}

/** Between addresses of one family, where there are such. */
function connectionsOf(
  podEnds: readonly (readonly AddressedEnd[])[],
  { source, destination, protocol, port }: PolicyQuery,
): readonly TrafficQuery[] {
  const pairs = endsOf(podEnds, source).flatMap((from) => endsOf(podEnds, destination).map((to) => ({ from, to })));
  const ofOneFamily = pairs.filter(({ from, to }) => from.family === to.family);
  const possible = ofOneFamily.length > 0 ? ofOneFamily : pairs;
  return possible.map(({ from, to }) => ({ from: from.end, to: to.end, protocol, port }));
}

function endsOf(podEnds: readonly (readonly AddressedEnd[])[], end: QueryEnd): readonly AddressedEnd[] {
  if ("pod" in end) return podEnds[end.pod] ?? [];
  return [{ end: { ip: end.address }, family: familyOf(end.address) }];
}

/** Of an IPv4 address that is written as IPv6 too: 4. */
function familyOf(address: string): number {
  return isIP(address.replace(/^::ffff:(?=.*\.)/, ""));
}

function enginePodOf({ pods }: PolicyWorld, at: number, ip: string): WorldPod {
  const { namespace = null, name = "", labels = {}, containers = [] } = pods[at] ?? {};
  const written = containers.map(({ ports }) => ({
    ports: ports.map(({ name: portName, containerPort, protocol }) => ({
      ...(portName !== null && { name: portName }),
      containerPort,
      protocol,
    })),
  }));
  return { namespace: namespace ?? "", name, labels, ip, containers: written };
}
