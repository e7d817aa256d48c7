import { stringify } from "yaml";
import type { PolicyWorld, QueryEnd } from "../../support/random-network-policy-world.ts";
import type { NetworkPolicyOracle } from "../support/network-policy-oracle.ts";
import { type Comparison, compare } from "./comparison.ts";
import { podDraft } from "./drafts.ts";
import { smallest } from "./smallest.ts";

/** The smallest world in which both still differ on a question, as YAML, with both answers. */
export async function describeDisagreement(
  oracle: NetworkPolicyOracle,
  world: PolicyWorld,
  { question }: Comparison,
): Promise<string> {
  const disagreement = async (candidate: PolicyWorld): Promise<Comparison | undefined> =>
    (await compare(oracle, candidate, [question])).find(({ agree }) => !agree);
  const least = await smallest(world, async (candidate) => (await disagreement(candidate)) !== undefined);
  const shown = await disagreement(least);
  const { source, destination, protocol, port } = question;
  const end = (one: QueryEnd): unknown => ("pod" in one ? podOf(least, one.pod) : one.address);
  const namespaces = least.namespaces.map(({ name, labels }) => ({ name, labels }));
  return stringify(
    {
      question: { source: end(source), destination: end(destination), protocol, port },
      namespaces,
      policies: least.policies,
      graph: shown?.graph,
      engine: shown?.engine,
    },
    { aliasDuplicateObjects: false },
  );
}

function podOf({ pods }: PolicyWorld, at: number): unknown {
  const pod = pods[at];
  return pod === undefined ? null : { ...podDraft(pod), podIPs: pod.podIPs };
}

/** The figures of comparisons in which both agree. */
export class Tally {
  readonly #unknown = new Map<string, number>();
  #worlds = 0;
  #queries = 0;

  add(comparisons: readonly Comparison[]): void {
    this.#worlds++;
    this.#queries += comparisons.length;
    for (const { graph } of comparisons)
      if (graph.allowed === "UNKNOWN") this.#unknown.set(graph.reason, (this.#unknown.get(graph.reason) ?? 0) + 1);
  }

  /** Of all queries. */
  get unknownShare(): number {
    return this.#unknowns / this.#queries;
  }

  get #unknowns(): number {
    return [...this.#unknown.values()].reduce((sum, count) => sum + count, 0);
  }

  toString(): string {
    const agreed = this.#queries - this.#unknowns;
    const reasons = [...this.#unknown].map(([reason, count]) => `${count} ${reason}`).join(", ");
    const unknown = `${this.#unknowns} unknown (${(100 * this.unknownShare).toFixed(2)} %${reasons && `: ${reasons}`})`;
    return `${this.#worlds} worlds, ${this.#queries} queries: ${agreed} agreed, ${unknown}`;
  }
}
