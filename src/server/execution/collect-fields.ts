import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  InlineFragmentNode,
  SelectionNode,
  SelectionSetNode,
} from "graphql";
import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  typeFromAST,
} from "graphql";

/** What the names in a document mean. */
export interface Scope {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The fields that selection sets ask of an object of one type, by their name in the answer: CollectFields of the specification. */
export function collectFields(
  scope: Scope,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): Map<string, [FieldNode, ...FieldNode[]]> {
  const fields = new Map<string, [FieldNode, ...FieldNode[]]>();
  const visited = new Set<string>();
  for (const set of sets) collect(set);
  return fields;

  function collect(set: SelectionSetNode): void {
    for (const selection of set.selections) {
      if (!included(scope, selection)) continue;
      switch (selection.kind) {
        case Kind.FIELD: {
          const name = selection.alias?.value ?? selection.name.value;
          const group = fields.get(name);
          if (group === undefined) fields.set(name, [selection]);
          else group.push(selection);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          if (applies(scope, selection, type)) collect(selection.selectionSet);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const fragment = scope.fragments.get(selection.name.value);
          if (fragment === undefined || visited.has(selection.name.value)) break;
          visited.add(selection.name.value);
          if (applies(scope, fragment, type)) collect(fragment.selectionSet);
          break;
        }
      }
    }
  }
}

function included({ variables }: Scope, node: SelectionNode): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.["if"] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.["if"] !== false;
}

function applies({ schema }: Scope, fragment: FragmentDefinitionNode | InlineFragmentNode, type: GraphQLObjectType) {
  if (fragment.typeCondition === undefined) return true;
  const condition = typeFromAST(schema, fragment.typeCondition);
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
}
