import type { DirectiveNode } from "graphql";
import { Kind, visit } from "graphql";
import type { Document } from "./document.ts";

const CONDITIONS = new Set(["skip", "include"]);

/** The variables that decide which fields a document asks for. */
export function conditionVariables({ operation, fragments }: Document): readonly string[] {
  const names = new Set<string>();
  const Directive = ({ name, arguments: args }: DirectiveNode): void => {
    if (!CONDITIONS.has(name.value)) return;
    for (const { value } of args ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
  };
  for (const node of [operation, ...fragments.values()]) visit(node, { Directive });
  return [...names].toSorted();
}
