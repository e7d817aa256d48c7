import type { RequestListener } from "node:http";

/** A federation router over a supergraph, as `docs/federation.md` says to set it up. */
export function createRouterRuntime(supergraph: string): RequestListener & AsyncDisposable;
