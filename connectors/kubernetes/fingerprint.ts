import { createHash } from "node:crypto";
import type { Kind } from "./kind.ts";

/**
 * Names what a kind makes of the wire in one build: where it differs from the one that decoded what is held, only a new list will do. The
 * build stands for the functions that `read` calls.
 */
export function fingerprintOf(kind: Kind, build: string): string {
  const { type, group, versions, plural, namespace = "", keep, read } = kind;
  const parts = [build, type.name, group, versions, plural, namespace, String(keep), String(read)];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
