import type { PolicyQuery, PolicyWorld, QueryEnd } from "../../support/random-network-policy-world.ts";

/** Addresses of no pod; some lie in the blocks of pods. */
const outside: readonly QueryEnd[] = [
  "203.0.113.7",
  "203.0.113.200",
  "10.0.0.77",
  "fd00::77",
  "::ffff:203.0.113.7",
].map((address) => ({ address }));

/** What may be asked on the ports that a world asks of: each pod with each other and with each address, both ways; no pod with itself. */
export function questionsOf({ pods, queries }: PolicyWorld): readonly PolicyQuery[] {
  const ports = new Map(queries.map(({ protocol, port }) => [`${protocol} ${port}`, { protocol, port }]));
  const inside: readonly QueryEnd[] = pods.map((_, pod) => ({ pod }));
  const pairs = [
    ...inside.flatMap((source) => inside.map((destination) => ({ source, destination }))),
    ...inside.flatMap((source) => outside.map((destination) => ({ source, destination }))),
    ...outside.flatMap((source) => inside.map((destination) => ({ source, destination }))),
  ].filter(({ source, destination }) => source !== destination);
  return [...ports.values()].flatMap((port) => pairs.map((pair) => ({ ...pair, ...port })));
}
