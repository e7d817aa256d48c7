import { withMetadata, type KubeObject } from "../kube-object.ts";
import { applyConflict } from "../status.ts";
import { describePath, difference, intersection, union, type FieldSet } from "./field-set.ts";
import { describeManager, isBy, readLedger, withFields, writeLedger, type Manager, type Writer } from "./ledger.ts";
import { merge } from "./merge.ts";
import { appliedFields, compareFields, type Scope } from "./ownable-fields.ts";
import { removeFields } from "./remove-fields.ts";

export interface Application {
  readonly config: KubeObject;
  readonly writer: Writer;
  /** Takes fields from those who own them, instead of refusing. */
  readonly force: boolean;
  readonly time: string;
}

/**
 * Server-side apply: the object with a manager's wish laid over it, and without what that manager wished before and no longer
 * does, unless somebody else owns it. A field that another manager owns with another value is a conflict.
 */
export function applyConfiguration(live: KubeObject | undefined, wish: Application, scope: Scope): KubeObject {
  const { config, writer, force, time } = wish;
  const ledger = live === undefined ? [] : ledgerOf(live, scope);
  const own = ledger.find((manager) => isBy(manager, writer));
  const others = ledger.filter((manager) => manager !== own);
  const wanted = appliedFields(config, scope);

  const merged = live === undefined ? config : (merge(live, config, scope.schema) as KubeObject);
  const kept = union(wanted, ...others.map(({ fields }) => fields));
  const dropped = difference(own?.fields ?? new Set(), kept);
  const applied = removeFields(merged, scope.schema, dropped, kept) as KubeObject;

  const { changed, present } = compareFields(live, applied, scope);
  const conflicts = others.map((manager) => ({ manager, fields: intersection(manager.fields, changed) }));
  if (!force) refuse(conflicts.filter(({ fields }) => fields.size > 0));
  const yielding = others.map((manager) => ({ ...manager, fields: difference(manager.fields, changed) }));
  const settled = yielding.map((manager) =>
    manager.subresource === scope.subresource ? { ...manager, fields: intersection(manager.fields, present) } : manager,
  );
  const before = own === undefined ? settled : [...settled, own];
  return withMetadata(applied, { managedFields: writeLedger(withFields(before, writer, wanted, time)) });
}

/** Whoever wrote an object before anybody kept a ledger owns all of it. */
function ledgerOf(live: KubeObject, scope: Scope): readonly Manager[] {
  const ledger = readLedger(live);
  if (ledger.length > 0) return ledger;
  const { apiVersion } = live;
  const fields = appliedFields(live, scope);
  const first = { name: "before-first-apply", operation: "Update", apiVersion, subresource: undefined } as const;
  return [{ ...first, time: live.metadata.creationTimestamp, fields }];
}

interface Conflict {
  readonly manager: Manager;
  readonly fields: FieldSet;
}

function refuse(conflicts: readonly Conflict[]): void {
  const causes = conflicts.flatMap(({ manager, fields }) =>
    [...fields].toSorted().map((path) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${describeManager(manager)}`,
      field: describePath(path),
    })),
  );
  const [only] = causes;
  if (only === undefined) return;
  const perManager = conflicts.map(
    ({ manager, fields }) =>
      `conflicts with ${describeManager(manager)}:\n${[...fields].map((path) => `- ${describePath(path)}`).join("\n")}`,
  );
  const what =
    causes.length === 1
      ? `1 conflict: ${only.message}: ${only.field}`
      : `${causes.length} conflicts: ${perManager.join("\n")}`;
  throw applyConflict(`Apply failed with ${what}`, causes);
}
