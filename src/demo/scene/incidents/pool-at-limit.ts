import { isJsonObject, textOf } from "../../json.ts";
import { wantedReplicas } from "../life/replicas.ts";
import { isWaiting, startPod } from "../life/start-pod.ts";
import { podsOf, type Story, type World } from "../life/world.ts";
import type { Incident } from "./incident.ts";

const pools = "nodepools.karpenter.sh";

/** How many pods are to wait, and how many are asked for at most until they do. */
const enough = 3;
const most = 40;

/** The pools may not grow any more, and then a team asks for more than there is room for. */
export const poolAtLimit: Incident = {
  cluster: "eu-1",
  *play(world) {
    const { server, stage } = world;
    for (const name of ["spot", "steady"]) yield* limitToUse(world, name);
    const search = stage.plan.workloads.find(({ name }) => name === "search");
    if (search === undefined || server.get("deployments.apps", "shop/search") === undefined) return;
    server.patch("deployments.apps", "shop/search", { spec: { replicas: most } });
    yield;
    const waiting = (): number => podsOf(world, search).filter(isWaiting).length;
    while (waiting() < enough && podsOf(world, search).length < wantedReplicas(world, search))
      yield* startPod(world, search, undefined);
    // Who asked for so many sees that they do not come, and asks for no more.
    server.patch("deployments.apps", "shop/search", { spec: { replicas: podsOf(world, search).length } });
    yield;
  },
};

function* limitToUse({ server }: World, name: string): Story {
  const status = server.get(pools, name)?.["status"];
  const used = isJsonObject(status) && isJsonObject(status["resources"]) ? textOf(status["resources"]["cpu"]) : "";
  if (used === "") return;
  server.patch(pools, name, { spec: { limits: { cpu: used } } });
  yield;
}
