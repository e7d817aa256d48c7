import type { StringMap } from "../../../schema/kubernetes-object.ts";

/** What differs between control planes in which services a sidecar knows. */
export interface SidecarRules {
  /** A Kubernetes Service is preferred to ServiceEntries of other namespaces, also within one listener. */
  readonly unifiedScope: boolean;
  /** A host that only a route leads to is a Kubernetes Service, else the oldest; without this, of the first namespace by name. */
  readonly bestNamespace: boolean;
  /** A Sidecar's `~namespace/host` leaves a host out; before, it was the name of a namespace that cannot be. */
  readonly exclusions: boolean;
  /** A listener that names all its hosts in full takes one claim of each namespace, and no other. */
  readonly exactLookup: boolean;
  /** The mesh's serviceEntryVisibility may hold for sidecars too. */
  readonly visibility: boolean;
  /** Outer ServiceEntries get labels of their own name, so that no two of them are merged. */
  readonly canonicalLabels: boolean;
}

/**
 * The rules of a control plane. What is not known gives all that may be. Source: istio pilot/pkg/model/sidecar.go and push_context.go at
 * 1.27.0 to 1.31.0-rc.0 and the development line of 1.32; flags in pilot/pkg/features. Later releases are taken for the latest of these.
 */
export function sidecarRules(version: string | null, flags: StringMap | null): readonly SidecarRules[] {
  return minorsOf(version).flatMap((minor) =>
    flag(flags, "PILOT_UNIFIED_SIDECAR_SCOPE", true).flatMap((unifiedScope) =>
      (minor < 30 ? [false] : flag(flags, "PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE", true)).flatMap((bestNamespace) =>
        flag(flags, "LABEL_CANONICAL_SERVICES_FOR_MESH_EXTERNAL_SERVICE_ENTRIES", false).map((canonicalLabels) => ({
          unifiedScope,
          bestNamespace,
          exclusions: minor >= 31,
          exactLookup: minor >= 31,
          visibility: minor >= 31,
          canonicalLabels,
        })),
      ),
    ),
  );
}

/** The minor version of Istio 1; null for a text that says none. */
export function istioMinor(version: string | null): number | null {
  const minor = /^v?1\.(?<minor>\d+)(?:\D|$)/.exec(version ?? "")?.groups?.["minor"];
  return minor === undefined ? null : Number(minor);
}

/** None for releases before 1.27, whose rules are others. */
function minorsOf(version: string | null): readonly number[] {
  const minor = istioMinor(version);
  if (minor === null) return [31, 30, 29];
  return minor < 27 ? [] : [minor];
}

const TRUE: ReadonlySet<string> = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE: ReadonlySet<string> = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** Both, the default first, when the flags are not known; what is no boolean is the default. Source: istio pkg/env/var.go. */
function flag(flags: StringMap | null, name: string, byDefault: boolean): readonly boolean[] {
  if (flags === null) return [byDefault, !byDefault];
  return [booleanFlag(flags, name, byDefault)];
}

/** A boolean of the control plane's environment. Source: istio pkg/env/var.go, Go's strconv.ParseBool. */
export function booleanFlag(flags: StringMap, name: string, byDefault: boolean): boolean {
  const value = Object.hasOwn(flags, name) ? (flags[name] ?? "") : "";
  return TRUE.has(value) || (!FALSE.has(value) && byDefault);
}
