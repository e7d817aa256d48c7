import type { VirtualService } from "../../../schema/virtual-service.ts";
import type { MeshProblem, MeshService } from "./mesh-world.ts";

/** One rule of where traffic goes; the first whose match fits decides. */
export interface RouteRule {
  /** Of the route in its VirtualService; "" when it has none, `default` for a service without a VirtualService. */
  readonly name: string;
  /** What is asked of a request or connection, in words. */
  readonly matchSummary: string;
  /** Nothing is asked. */
  readonly unconditional: boolean;
  /** Whether this proxy gets it: its labels, namespace, gateway and the port fit. Istio leaves the others out. */
  readonly sourceApplies: boolean;
  /** Of TLS: the names of which the connection must say one; else empty. */
  readonly sniHosts: readonly string[];
  readonly action: RouteAction;
}

export type RouteAction =
  | {
      readonly kind: "FORWARD";
      /** With their shares; empty when there is none with a weight, and then nothing answers. */
      readonly destinations: readonly RoutedDestination[];
      /** Copies go there. */
      readonly mirrors: readonly RoutedDestination[];
      readonly rewrite: { readonly uri: string; readonly authority: string } | null;
    }
  | {
      readonly kind: "REDIRECT";
      readonly code: number;
      readonly scheme: string;
      readonly authority: string;
      readonly uri: string;
    }
  | { readonly kind: "DIRECT_RESPONSE"; readonly status: number };

export interface RoutedDestination {
  /** In full, as Istio has it. */
  readonly host: string;
  /** Null: all of the service. */
  readonly subset: string | null;
  /** The port that it comes down to; null when Istio puts none. */
  readonly port: number | null;
  /** Its part of the sum; 100 for the only one. Of a mirror, in percent. */
  readonly weight: number;
  /** What the proxy knows of it; null when nothing answers there. */
  readonly resolves: MeshService | null;
  /** Why nothing answers there. */
  readonly problem: MeshProblem | null;
}

/** The rules for one way in which traffic may be read. */
export interface RouteTable {
  readonly kind: "HTTP" | "TLS" | "TCP";
  /** Whose hostname answers: the host itself, a wildcard over it, or a host of a VirtualService. */
  readonly domain: string;
  /** The service of that hostname; null when only a VirtualService has it. */
  readonly service: MeshService | null;
  /** Null when the service itself is the route. */
  readonly virtualService: VirtualService | null;
  readonly rules: readonly RouteRule[];
}
