import type { EgressHosts } from "./egress-hosts.ts";
import type { MeshService } from "./mesh-world.ts";
import type { SidecarRules } from "./sidecar-rules.ts";

/** Everything that decides about one hostname, for one kind of control plane. */
export interface HostQuestion {
  readonly namespace: string;
  readonly services: readonly ExportedService[];
  readonly listeners: readonly HostListener[];
  readonly rules: SidecarRules;
  /** Istio's order of what it holds for equal is by chance: of two questions with either order, both answers are possible. */
  readonly reversed: boolean;
}

export interface ExportedService {
  readonly service: MeshService;
  readonly exportTo: ReadonlySet<string>;
}

/** An egress listener, as far as it concerns one hostname. */
export interface HostListener {
  readonly hosts: EgressHosts;
  /** The only port that it gives of a service; null: all. */
  readonly port: number | null;
  /** The ports under which its routes lead to the host, 0 for all; null: none does. */
  readonly routedPorts: ReadonlySet<number> | null;
}
