import { ask } from "../../support/graph-client.ts";
import { routeLine } from "./answer.ts";
import { JUDGED } from "./judge-gateway.ts";
import type { Asker, IstioWorld } from "./world.ts";

interface GraphObject {
  readonly __typename: string;
  readonly namespace: string;
  readonly name: string;
}

interface GraphRoutes {
  readonly outcome: string;
  readonly reason: string | null;
  readonly outboundMode: string | null;
  readonly routes: readonly {
    readonly kind: "HTTP" | "TLS" | "TCP";
    readonly match: string | null;
    readonly sniHosts: readonly string[];
    readonly destinations: readonly {
      readonly host: string;
      readonly subset: string | null;
      readonly port: number | null;
      readonly weight: number;
      readonly object: GraphObject | null;
    }[];
    readonly redirect: string | null;
    readonly directResponse: number | null;
  }[];
}

/** What the graph says of one host. */
export interface GraphHost {
  readonly outcome: "RESOLVED" | "NOT_VISIBLE" | "NO_SUCH_HOST" | "UNKNOWN";
  readonly reason: string | null;
  readonly object: GraphObject | null;
  readonly ports: readonly { readonly number: number; readonly protocol: string }[];
  readonly claims: readonly { readonly object: GraphObject; readonly verdict: string; readonly reason: string }[];
  /** By port. */
  readonly routes: ReadonlyMap<number, GraphRoutes>;
}

const FIELDS = `
  fragment O on KubernetesObject { __typename namespace name }
  fragment H on HostResolution {
    outcome reason object { ...O } ports { number protocol } claims { object { ...O } verdict reason }
  }
  fragment R on HostRoutes {
    outcome reason outboundMode
    routes {
      kind match sniHosts redirect directResponse
      destinations { host subset port weight object { ...O } }
    }
  }
`;

/** By host, what the graph says to one asker. */
export async function askGraph(
  url: string,
  { hosts, ports }: IstioWorld,
  { namespace, pod }: Asker,
): Promise<ReadonlyMap<string, GraphHost>> {
  const routes = ports.map((port) => `p${port}: routes(port: ${port}) { ...R }`).join(" ");
  const fields = hosts.map((host, at) => `h${at}: host(name: ${JSON.stringify(host)}) { ...H ${routes} }`).join("\n");
  const root =
    pod === null
      ? `namespace(cluster: "${JUDGED}", name: "${namespace}")`
      : `pod(cluster: "${JUDGED}", namespace: "${namespace}", name: "${pod}")`;
  const { asker } = await ask(url, `{ asker: ${root} { ${fields} } } ${FIELDS}`);
  return new Map(
    hosts.map((host, at) => {
      const said = asker[`h${at}`];
      const byPort = new Map(ports.map((port) => [port, said[`p${port}`] as GraphRoutes]));
      return [host, { ...said, routes: byPort } as GraphHost];
    }),
  );
}

/**
 * The lines that `routeLine` writes for a port of a host. A wildcard has the rules of all names under it; istiod is asked for that one name.
 */
export function graphLines({ routes }: GraphRoutes, name: string): readonly string[] {
  return routes
    .filter(({ sniHosts }) => !name.startsWith("*") || sniHosts.length === 0 || sniHosts.includes(name))
    .map(({ kind, match, destinations, redirect, directResponse }) =>
      routeLine({
        kind,
        match: kind === "HTTP" ? match : null,
        destinations: destinations.map((to) => ({ ...to, exists: to.object !== null })),
        redirect: redirect !== null,
        directResponse,
      }),
    );
}
