import { visit } from "graphql";
import type { OperationDefinitionNode } from "graphql";
import type { ChangeStream } from "../ports.ts";
import type { PreparedOperation } from "./prepare-operation.ts";

/** Where one subscriber begins: what is live is the same wherever that was. */
const BEGINNINGS: ReadonlySet<string> = new Set(["since", "snapshot"]);

/** A variable stands once where it is declared and once where it is used. */
const USED_ONCE = 2;

/** Equal for subscribers that one execution serves: the same document, the same rights, and variables that differ only in where each begins. */
export function groupKey(prepared: PreparedOperation, stream: ChangeStream): string {
  const { query, operationName, operation, document, variables } = prepared;
  const uses = new Map<string, number>();
  visit(document, { Variable: ({ name }) => void uses.set(name.value, (uses.get(name.value) ?? 0) + 1) });
  // One that is used elsewhere too, as for @include, says more than where to begin.
  const own = new Set(beginningVariables(operation).filter((name) => uses.get(name) === USED_ONCE));
  const shared = Object.entries(variables).filter(([name]) => !own.has(name));
  return JSON.stringify([query, operationName, shared, stream.group]);
}

function beginningVariables({ selectionSet }: OperationDefinitionNode): readonly string[] {
  return selectionSet.selections
    .flatMap((selection) => (selection.kind === "Field" ? (selection.arguments ?? []) : []))
    .filter(({ name }) => BEGINNINGS.has(name.value))
    .flatMap(({ value }) => (value.kind === "Variable" ? [value.name.value] : []));
}
