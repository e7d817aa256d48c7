/** What istiod told a proxy over ADS, all of one push. What is called match or redirect is Envoy's own message as JSON. */
export interface ProxyConfiguration {
  /** The version of the push. */
  readonly version: string;
  readonly clusters: readonly ProxyCluster[];
  readonly listeners: readonly ProxyListener[];
  /** The routes that the listeners name. */
  readonly routes: readonly ProxyRoutes[];
  /** By the cluster's name; of clusters that are resolved by DNS the host names. */
  readonly endpoints: Readonly<Record<string, readonly ProxyEndpoint[]>>;
}

export interface ProxyCluster {
  readonly name: string;
  /** EDS, STRICT_DNS, LOGICAL_DNS, STATIC or ORIGINAL_DST, or the name of another kind of cluster. */
  readonly discovery: string;
  readonly connectTimeoutMs: number;
  /** How it originates TLS; with a match only to some endpoints, such as "tlsMode-istio". */
  readonly tls: readonly { readonly match?: string; readonly sni: string }[];
}

export interface ProxyListener {
  readonly name: string;
  readonly direction: "INBOUND" | "OUTBOUND" | "UNSPECIFIED";
  readonly address: string;
  readonly port: number;
  readonly additionalAddresses: readonly string[];
  /** Whether it has a socket of its own; otherwise it gets what the listener of redirected traffic hands on. */
  readonly binds: boolean;
  readonly listenerFilters: readonly string[];
  readonly filterChains: readonly ProxyFilterChain[];
  readonly defaultFilterChain: ProxyFilterChain | null;
}

/** Leads to clusters over TCP, to the routes of that name, or to routes of its own. */
export interface ProxyFilterChain {
  readonly name: string;
  readonly match: {
    readonly destinationPort?: number;
    readonly prefixRanges?: readonly { readonly addressPrefix: string; readonly prefixLen?: number }[];
    readonly serverNames?: readonly string[];
    readonly transportProtocol?: string;
    readonly applicationProtocols?: readonly string[];
  };
  /** The names of its network filters, in order. */
  readonly filters: readonly string[];
  readonly clusters: readonly WeightedCluster[];
  readonly routeName?: string;
  readonly routes?: ProxyRoutes;
  readonly terminatesTls: boolean;
}

export interface WeightedCluster {
  readonly name: string;
  readonly weight: number;
}

export interface ProxyRoutes {
  readonly name: string;
  readonly virtualHosts: readonly {
    readonly name: string;
    readonly domains: readonly string[];
    readonly routes: readonly ProxyRoute[];
  }[];
}

/** Leads to clusters, to the cluster that a header names, to an answer of its own or elsewhere. */
export interface ProxyRoute {
  readonly name: string;
  readonly match: {
    readonly prefix?: string;
    readonly path?: string;
    readonly pathSeparatedPrefix?: string;
    readonly safeRegex?: { readonly regex: string };
    readonly headers?: readonly Readonly<Record<string, unknown>>[];
    readonly queryParameters?: readonly Readonly<Record<string, unknown>>[];
  };
  readonly clusters: readonly WeightedCluster[];
  readonly clusterHeader?: string;
  /** The status of the proxy's own answer. */
  readonly directResponse?: number;
  readonly redirect?: Readonly<Record<string, unknown>>;
}

export interface ProxyEndpoint {
  readonly address: string;
  readonly port: number;
  readonly health: string;
  readonly priority: number;
  /** Within its locality; 0 where none was told. */
  readonly weight: number;
}
