import type { StringMap } from "../../../schema/kubernetes-object.ts";

/**
 * A VirtualService's spec as Istio works with it: hosts and gateways in full, what is left out as protobuf has it. Source: istio.io/api
 * networking/v1alpha3/virtual_service.proto.
 */
export interface VirtualServiceSpec {
  /** Empty for a delegate. */
  readonly hosts: readonly string[];
  /** `mesh`, or `namespace/name`; just `mesh` when none is named. */
  readonly gateways: readonly string[];
  /** As written. */
  readonly exportTo: readonly string[];
  readonly http: readonly HttpRoute[];
  readonly tls: readonly TlsRoute[];
  readonly tcp: readonly TcpRoute[];
}

export interface HttpRoute {
  readonly name: string;
  /** Empty: every request. */
  readonly match: readonly HttpMatch[];
  readonly route: readonly RouteTarget[];
  readonly redirect: HttpRedirect | null;
  readonly directResponse: { readonly status: number } | null;
  readonly delegate: { readonly namespace: string; readonly name: string } | null;
  readonly rewrite: { readonly uri: string; readonly authority: string } | null;
  readonly mirror: RouteDestination | null;
  /** Of `mirror`, in percent; null: all of it. */
  readonly mirrorPercentage: number | null;
  /** Its older spelling, which counts where that one is left out. */
  readonly mirrorPercent: number | null;
  readonly mirrors: readonly { readonly destination: RouteDestination | null; readonly percentage: number | null }[];
}

export interface HttpRedirect {
  readonly uri: string;
  readonly authority: string;
  readonly scheme: string;
  /** 0 when left out, which is 301. */
  readonly code: number;
}

/** All that is given must hold. */
export interface HttpMatch {
  readonly name: string;
  /** 0: every port. */
  readonly port: number;
  readonly gateways: readonly string[];
  readonly sourceLabels: StringMap;
  readonly sourceNamespace: string;
  readonly uri: TextMatch | null;
  readonly scheme: TextMatch | null;
  readonly method: TextMatch | null;
  readonly authority: TextMatch | null;
  readonly headers: TextMatches;
  readonly withoutHeaders: TextMatches;
  readonly queryParams: TextMatches;
  readonly ignoreUriCase: boolean;
}

/** PRESENT is an empty object: anything at all. */
export interface TextMatch {
  readonly kind: "EXACT" | "PREFIX" | "REGEX" | "PRESENT";
  readonly value: string;
}

export interface TextMatches {
  readonly [name: string]: TextMatch;
}

/** A match of TLS or TCP: what can be told without looking at the traffic, and what cannot. */
export interface ConnectionMatch {
  readonly port: number;
  readonly gateways: readonly string[];
  readonly sourceLabels: StringMap;
  readonly sourceNamespace: string;
  readonly destinationSubnets: readonly string[];
}

export interface TlsMatch extends ConnectionMatch {
  readonly sniHosts: readonly string[];
}

export interface TlsRoute {
  /** Without one the rule does nothing. */
  readonly match: readonly TlsMatch[];
  readonly route: readonly RouteTarget[];
}

export interface TcpRoute {
  /** Empty: every connection. */
  readonly match: readonly ConnectionMatch[];
  readonly route: readonly RouteTarget[];
}

export interface RouteTarget {
  /** Null when left out. */
  readonly destination: RouteDestination | null;
  readonly weight: number;
}

export interface RouteDestination {
  /** In full; "" when left out. */
  readonly host: string;
  /** "" for all of the service. */
  readonly subset: string;
  /** Null when left out. */
  readonly port: number | null;
}
