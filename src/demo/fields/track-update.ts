import { withMetadata, type KubeObject } from "../kube-object.ts";
import { difference, intersection, union } from "./field-set.ts";
import { isBy, readLedger, withFields, writeLedger, type Writer } from "./ledger.ts";
import { compareFields, type Scope } from "./ownable-fields.ts";

/** The object with the ledger as it is after an update: the writer owns what it changed, and nobody else does. */
export function trackUpdate(
  before: KubeObject | undefined,
  after: KubeObject,
  scope: Scope,
  writer: Writer,
  time: string,
): KubeObject {
  const { changed, present } = compareFields(before, after, scope);
  const ledger = before === undefined ? [] : readLedger(before);
  const own = ledger.find((manager) => isBy(manager, writer));
  const others = ledger.map((manager) =>
    manager === own || manager.subresource !== scope.subresource
      ? manager
      : { ...manager, fields: intersection(difference(manager.fields, changed), present) },
  );
  const fields = intersection(union(own?.fields ?? [], changed), present);
  return withMetadata(after, { managedFields: writeLedger(withFields(others, writer, fields, time)) });
}
