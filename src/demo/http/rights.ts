import { resourceName, type Resource } from "../resource.ts";
import { forbidden } from "../status.ts";

/** What the one token may not do, though it may do all else. */
export class Rights {
  readonly #revoked = new Set<string>();

  /** Takes away every right to a resource. */
  revoke(resource: string): void {
    this.#revoked.add(resource);
  }

  restore(resource: string): void {
    this.#revoked.delete(resource);
  }

  /** Refuses as a kube-apiserver does whose RBAC lets nobody do that. Source: kubernetes endpoints/handlers/responsewriters. */
  check(resource: Resource, verb: string, namespace: string | undefined, name = ""): void {
    const { group, plural } = resource;
    if (!this.#revoked.has(resourceName(resource))) return;
    const place = namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
    const what = `cannot ${verb} resource "${plural}" in API group "${group}" ${place}`;
    throw forbidden({ group, kind: plural, name }, `User "admin" ${what}`);
  }
}
