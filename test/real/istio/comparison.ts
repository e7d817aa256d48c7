import type { HostAnswer } from "./answer.ts";
import type { ToldCluster } from "./cluster-object.ts";
import { objectOfClusters, objectWithDiscovery } from "./cluster-object.ts";
import type { GraphHost } from "./graph-answer.ts";
import { graphLines } from "./graph-answer.ts";
import { claimsOf, draftOf, draftsOf, nameOfDraft, nameOfObject } from "./world-objects.ts";
import type { Asker, IstioWorld } from "./world.ts";

/** One thing that both were asked. */
export interface Check {
  readonly world: IstioWorld;
  /** Null for what does not depend on who asks. */
  readonly asker: Asker | null;
  readonly host: string;
  readonly subject: string;
  readonly verdict: "AGREED" | "UNKNOWN" | "DISAGREED";
  /** Of UNKNOWN. */
  readonly reason: string | null;
  readonly istiod: string;
  readonly graph: string;
}

/** What istiod tells of one host to one sidecar. */
export interface ToldHost {
  readonly answer: HostAnswer;
  readonly clusters: readonly ToldCluster[];
}

export function compareHost(
  world: IstioWorld,
  asker: Asker,
  host: string,
  told: ToldHost,
  said: GraphHost,
): readonly Check[] {
  const check = (subject: string, istiod: string, graph: string | { readonly unknown: string }): Check => {
    const about = { world, asker, host, subject, istiod };
    if (typeof graph !== "string") return { ...about, verdict: "UNKNOWN", reason: graph.unknown, graph: "" };
    return { ...about, verdict: istiod === graph ? "AGREED" : "DISAGREED", reason: null, graph };
  };
  const routes = world.ports.map((port) => {
    const graph = said.routes.get(port);
    const unknown = graph === undefined || graph.outcome === "UNKNOWN";
    const kinds = new Set(graph?.routes.map(({ kind }) => kind));
    const asked = (["HTTP", "TLS", "TCP"] as const).filter((kind) =>
      kinds.size === 0 ? kind !== "TLS" : kinds.has(kind),
    );
    const possible = (told.answer.routes.get(port) ?? []).map((lines) =>
      asked.flatMap((kind) => lines[kind]).join("\n"),
    );
    const line = graph === undefined ? "" : graphLines(graph, host).join("\n");
    const istiod = possible.find((one) => one === line) ?? possible.join("\nor\n");
    return check(`routes of port ${port}`, istiod, unknown ? { unknown: graph?.reason ?? "" } : line);
  });
  if (!isClaimed(world, host)) return routes;
  if (said.outcome === "UNKNOWN") return [check("clusters", "", { unknown: said.reason ?? "" }), ...routes];
  const clusters = check("clusters", told.answer.ports.join(" "), clusterPortsOf(world, said).join(" "));
  if (told.answer.ports.length === 0 || said.object === null) return [clusters, ...routes];
  const name = nameOfObject(said.object);
  const object = check("object", objectOfClusters(world, told.clusters, name), objectWithDiscovery(world, name));
  return [clusters, object, ...routes];
}

/** What becomes of traffic to what is in no mesh. */
export function compareOutboundMode(
  world: IstioWorld,
  asker: Asker,
  istiod: string,
  said: Iterable<GraphHost>,
): readonly Check[] {
  const modes = new Set(
    [...said].flatMap(({ routes }) => [...routes.values()].map(({ outboundMode }) => outboundMode)),
  );
  modes.delete(null);
  const about = { world, asker, host: "anything else", subject: "outbound mode", reason: null, istiod };
  return [...modes].map((graph) => ({
    ...about,
    verdict: istiod === graph ? "AGREED" : "DISAGREED",
    graph: graph ?? "",
  }));
}

/** What istiod's registry has against what the graph has claims of. */
export function compareRegistry(
  world: IstioWorld,
  registry: ReadonlySet<string>,
  graph: ReadonlySet<string>,
): readonly Check[] {
  return draftsOf(world).flatMap((draft) =>
    claimsOf(draft).map((host): Check => {
      const name = `${host} of ${nameOfDraft(draft)}`;
      const [istiod, said] = [registry.has(name), graph.has(name)].map((has) => (has ? "known" : "not known"));
      const verdict = istiod === said ? "AGREED" : "DISAGREED";
      return {
        world,
        asker: null,
        host,
        subject: name,
        verdict,
        reason: null,
        istiod: istiod ?? "",
        graph: said ?? "",
      };
    }),
  );
}

function isClaimed(world: IstioWorld, host: string): boolean {
  return draftsOf(world).some((draft) => claimsOf(draft).includes(host));
}

/** Nothing gets a cluster for UDP, nor for another name of a host. */
function clusterPortsOf(world: IstioWorld, { outcome, object, ports }: GraphHost): readonly number[] {
  if (outcome !== "RESOLVED" || object === null) return [];
  const draft = draftOf(world, nameOfObject(object));
  if ((draft?.["spec"] as { readonly type?: string } | undefined)?.type === "ExternalName") return [];
  const numbers = ports.filter(({ protocol }) => protocol !== "UDP").map(({ number }) => number);
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}
