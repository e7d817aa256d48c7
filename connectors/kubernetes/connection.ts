/**
 * How one cluster's API server is reached, and as whom. Made by the inventory (from a kubeconfig's context or the in-cluster files),
 * consumed by the HTTP client; neither knows the other.
 */
export interface ClusterConnection {
  /** The cluster's name in the graph. */
  readonly name: string;
  /** The API server's base URL, https as a rule. It may have a path, and has no trailing slash. */
  readonly server: string;
  /** PEM of the authorities to trust instead of the machine's; absent: the machine's. */
  readonly ca?: string | undefined;
  /** PEM of a client certificate and its key. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The name that the server's certificate must have, when it is not the URL's host. */
  readonly serverName?: string | undefined;
  /** True only when the operator's own file says `insecure-skip-tls-verify`. */
  readonly insecureSkipVerify: boolean;
  /** An HTTP proxy that the kubeconfig names. */
  readonly proxy?: string | undefined;
  /** Headers that say who asks, fresh at each call: a token file is read again, a plugin is asked again when its credential ends. */
  authorization(): Promise<Readonly<Record<string, string>>>;
  /** Where it comes from, for people: file and context. */
  readonly origin: string;
  /** Another value when anything of the connection changed, so that whoever runs the cluster knows when to start anew. */
  readonly fingerprint: string;
}
