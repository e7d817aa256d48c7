import type { KubeObject, ManagedFieldsEntry } from "../kube-object.ts";
import { readFields, sameFields, writeFields, type FieldSet } from "./field-set.ts";

/** Who owns which fields of an object: one line of its managedFields, readable. */
export interface Manager {
  readonly name: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly subresource: string | undefined;
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** Who writes, and as what. */
export type Writer = Omit<Manager, "fields" | "time">;

export function readLedger({ metadata }: KubeObject): readonly Manager[] {
  return (metadata.managedFields ?? []).map(({ manager, operation, apiVersion, subresource, time, fieldsV1 }) => ({
    name: manager,
    operation,
    apiVersion,
    subresource,
    time,
    fields: readFields(fieldsV1),
  }));
}

/** The managedFields: appliers first, then by time and name, without those who own nothing. */
export function writeLedger(managers: readonly Manager[]): readonly ManagedFieldsEntry[] | undefined {
  const owning = managers.filter(({ fields }) => fields.size > 0);
  const sorted = owning.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return sorted.length === 0 ? undefined : sorted.map(writeManager);
}

const orderOf = ({ operation, time = "", name, subresource = "" }: Manager): string =>
  [operation, time, name, subresource].join("\n");

function writeManager({ name, operation, apiVersion, subresource, time, fields }: Manager): ManagedFieldsEntry {
  return {
    manager: name,
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: "FieldsV1",
    fieldsV1: writeFields(fields),
    ...(subresource !== undefined && { subresource }),
  };
}

/** Whether the line is the writer's own. An applier is the same by whatever version it applies. */
export function isBy(manager: Manager, writer: Writer): boolean {
  return (
    manager.name === writer.name &&
    manager.operation === writer.operation &&
    manager.subresource === writer.subresource &&
    (manager.operation === "Apply" || manager.apiVersion === writer.apiVersion)
  );
}

/** The ledger with the fields of the writer's line set, dated anew only if they changed. */
export function withFields(
  managers: readonly Manager[],
  writer: Writer,
  fields: FieldSet,
  time: string,
): readonly Manager[] {
  const own = managers.find((manager) => isBy(manager, writer));
  const others = managers.filter((manager) => manager !== own);
  if (own !== undefined && own.apiVersion === writer.apiVersion && sameFields(own.fields, fields)) return managers;
  return [...others, { ...writer, fields, time }];
}

/** A manager as refusals name it. */
export function describeManager({ name, operation, apiVersion, subresource }: Manager): string {
  const named = subresource === undefined ? `"${name}"` : `"${name}" with subresource "${subresource}"`;
  return operation === "Update" ? `${named} using ${apiVersion}` : named;
}
