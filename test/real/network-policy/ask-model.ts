import { allows } from "../../../src/model/network-policy/allows.ts";
import {
  endpointOf,
  policiesOf,
  type PolicyQuery,
  type PolicyWorld,
} from "../../support/random-network-policy-world.ts";
import { type GraphAnswer, inShort } from "./ask-graph.ts";

/** What the rules say of each question about a world as it is written: nothing of it was decoded or stored. */
export function askModel(world: PolicyWorld, questions: readonly PolicyQuery[]): readonly GraphAnswer[] {
  const policies = policiesOf(world);
  return questions.map(({ source, destination, protocol, port }) =>
    inShort(
      allows(
        { source: endpointOf(world, source), destination: endpointOf(world, destination), protocol, port },
        policies,
      ),
    ),
  );
}
