/** Something outside of the mesh that a team calls. */
export interface ExternalHost {
  readonly namespace: string;
  readonly name: string;
  /** A `{region}` in it is the cluster's. */
  readonly host: string;
  /** Whether it is reached through the egress gateway, which then speaks TLS to it. */
  readonly throughEgress: boolean;
  readonly ports: readonly { readonly number: number; readonly name: string; readonly protocol: string }[];
  readonly resolution: "DNS" | "NONE" | "STATIC";
  readonly addresses?: readonly string[];
  readonly owner: string;
  /** Left out on purpose, so that there is something to find: the gateway would speak plain text to it. */
  readonly lacksTls?: boolean;
}
