import type { DocumentNode, GraphQLSchema } from "graphql";
import { Kind, specifiedRules, validate } from "graphql";
import type { Limits } from "../limits.ts";
import type { Refusal } from "../refusal.ts";
import { refuse, refuseWith } from "../refusal.ts";
import type { DocumentMeasure } from "./measure-document.ts";
import { measureDocument } from "./measure-document.ts";

export interface DocumentRules {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  /** Whether the schema may be asked for; without it no message gives its names away. */
  readonly introspection: boolean;
}

/** What a document may be, in the order in which it is refused, with the limit's name in the options. */
const BOUNDS = [
  ["depth", "DEPTH_LIMIT", "fields are nested deeper than"],
  ["aliases", "ALIAS_LIMIT", "there are more aliases than"],
  ["rootFields", "ROOT_FIELD_LIMIT", "there are more root fields than"],
  ["directives", "DIRECTIVE_LIMIT", "there are more directives than"],
] as const satisfies readonly (readonly [keyof DocumentMeasure & keyof Limits, string, string])[];

/** Why a document is refused, whatever its variables; null when it may run. The cheap questions come before the dear ones. */
export function checkDocument(
  { schema, limits, introspection }: DocumentRules,
  document: DocumentNode,
): Refusal | null {
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    const measure = measureDocument(document, operation);
    for (const [name, code, message] of BOUNDS)
      if (measure[name] > limits[name]) return refuse(400, code, `${message} ${limits[name]}`, { limit: limits[name] });
    if (measure.introspects && !introspection)
      return refuse(400, "INTROSPECTION_DISABLED", "the schema is at /schema.graphql, not here");
  }
  const errors = validate(schema, document, specifiedRules, {
    maxErrors: limits.errorsReturned,
    hideSuggestions: !introspection,
  });
  if (errors.length === 0) return null;
  // graphql-js adds one error that says that there were more.
  return refuseWith(400, "GRAPHQL_VALIDATION_FAILED", errors.slice(0, limits.errorsReturned));
}
