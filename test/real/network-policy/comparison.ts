import type { PolicyQuery, PolicyWorld } from "../../support/random-network-policy-world.ts";
import type { NetworkPolicyOracle, TrafficVerdict } from "../support/network-policy-oracle.ts";
import { askEngine } from "./ask-engine.ts";
import { askGraph, type GraphAnswer } from "./ask-graph.ts";
import { questionsOf } from "./questions.ts";

/** One question, with what both say. */
export interface Comparison {
  readonly question: PolicyQuery;
  readonly graph: GraphAnswer;
  /** One verdict for each pair of addresses that the connection may have. */
  readonly engine: readonly TrafficVerdict[];
  readonly agree: boolean;
}

export async function compare(
  oracle: NetworkPolicyOracle,
  world: PolicyWorld,
  questions: readonly PolicyQuery[] = questionsOf(world),
): Promise<readonly Comparison[]> {
  const verdicts = await askEngine(oracle, world, questions);
  const answers = askGraph(world, questions);
  return questions.flatMap((question, at) => {
    const [graph, engine = []] = [answers[at], verdicts[at]];
    return graph === undefined ? [] : [{ question, graph, engine, agree: areAgreed(graph, engine) }];
  });
}

/** Whether both sides and both together are what the engine says of them. */
function areAgreed(graph: GraphAnswer, engine: readonly TrafficVerdict[]): boolean {
  return (
    engine.length > 0 &&
    isAgreed(graph, engine, ({ allowed }) => allowed) &&
    isAgreed(graph.ingress, engine, ({ ingress }) => ingress) &&
    isAgreed(graph.egress, engine, ({ egress }) => egress)
  );
}

/**
 * An answer must be the engine's for every pair of addresses. That it is unknown is right only where they differ by that, or where the
 * engine knows less: it takes a pod of the host network for any other.
 */
function isAgreed(
  { allowed, reason }: Pick<GraphAnswer, "allowed" | "reason">,
  engine: readonly TrafficVerdict[],
  part: (verdict: TrafficVerdict) => boolean,
): boolean {
  const said = new Set(engine.map((verdict) => (part(verdict) ? "ALLOWED" : "DENIED")));
  if (allowed === "UNKNOWN") return reason === "HOST_NETWORK" || said.size > 1;
  return said.size === 1 && said.has(allowed);
}
