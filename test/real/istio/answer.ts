/** What a sidecar makes of one host: as istiod tells it, or as the graph does. */
export interface HostAnswer {
  /** The ports that it has a cluster for. */
  readonly ports: readonly number[];
  /** By port how traffic to it goes; several where it depends on an address that nothing in the mesh says. */
  readonly routes: ReadonlyMap<number, readonly TrafficLines[]>;
}

/** By what is spoken, lines as `routeLine` writes them, in order. */
export type TrafficLines = Readonly<Record<Traffic, readonly string[]>>;

export type Traffic = "HTTP" | "TLS" | "TCP";

/** Of a route: where it leads with which share, or what the proxy answers itself. */
export interface Lead {
  readonly kind: Traffic;
  /** What is asked, in words; null for nothing. */
  readonly match: string | null;
  readonly destinations: readonly Destination[];
  readonly redirect: boolean;
  readonly directResponse: number | null;
}

export interface Destination {
  readonly host: string;
  readonly subset: string | null;
  readonly port: number | null;
  readonly weight: number;
  /** Whether there is a cluster for it. */
  readonly exists: boolean;
}

/** One line that is equal for equal routes. */
export function routeLine({ kind, match, destinations, redirect, directResponse }: Lead): string {
  const ends = [
    ...(redirect ? ["redirect"] : []),
    ...(directResponse === null ? [] : [`answer ${directResponse}`]),
    ...destinations.map((to) => endOf(to, destinations.length === 1)),
  ];
  return `${kind} ${match ?? "everything"} -> ${ends.length === 0 ? "nowhere" : ends.join(" + ")}`;
}

function endOf({ host, subset, port, weight, exists }: Destination, isOnly: boolean): string {
  const name = `${host}:${port ?? "?"}${subset === null ? "" : `|${subset}`}`;
  return `${isOnly ? "" : `${weight}% `}${name}${exists ? "" : " (no cluster)"}`;
}
