import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode } from "graphql";
import { Kind } from "graphql";

/** How large an operation is once its fragments are spread. */
export interface DocumentMeasure {
  readonly depth: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Whether it asks about the schema. That is bounded by graphql-js itself, so its depth does not count. */
  readonly introspects: boolean;
}

/** Nobody needs to know how far beyond every limit a number is; sums of sums of fragments would leave the range of numbers. */
const CEILING = 1_000_000;

const INTROSPECTION = new Set(["__schema", "__type"]);

/** Measures one operation. Each fragment is measured once, so that no document takes longer than its own length. */
export function measureDocument(document: DocumentNode, operation: OperationDefinitionNode): DocumentMeasure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, DocumentMeasure>();

  const ofFragment = (name: string): DocumentMeasure => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // Until it is measured it counts as empty: a cycle of fragments ends here, and validation refuses it.
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const measure = fragment === undefined ? nothing : plus(ofSet(fragment.selectionSet), directives(fragment));
    measured.set(name, measure);
    return measure;
  };

  const ofSet = ({ selections }: SelectionSetNode): DocumentMeasure => {
    let sum = nothing;
    for (const selection of selections) {
      sum = plus(sum, directives(selection));
      if (selection.kind === Kind.FRAGMENT_SPREAD) sum = plus(sum, ofFragment(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) sum = plus(sum, ofSet(selection.selectionSet));
      else {
        const inner = selection.selectionSet === undefined ? nothing : ofSet(selection.selectionSet);
        const introspects = INTROSPECTION.has(selection.name.value);
        const depth = introspects ? 1 : inner.depth + 1;
        const aliases = inner.aliases + Number(selection.alias !== undefined);
        sum = plus(sum, { ...inner, depth, rootFields: 1, aliases, introspects: introspects || inner.introspects });
      }
    }
    return sum;
  };

  return plus(ofSet(operation.selectionSet), directives(operation));
}

const nothing: DocumentMeasure = { depth: 0, rootFields: 0, aliases: 0, directives: 0, introspects: false };

function plus(a: DocumentMeasure, b: DocumentMeasure): DocumentMeasure {
  return {
    depth: Math.max(a.depth, b.depth),
    rootFields: Math.min(a.rootFields + b.rootFields, CEILING),
    aliases: Math.min(a.aliases + b.aliases, CEILING),
    directives: Math.min(a.directives + b.directives, CEILING),
    introspects: a.introspects || b.introspects,
  };
}

function directives(node: { readonly directives?: readonly unknown[] | undefined }): DocumentMeasure {
  return { ...nothing, directives: node.directives?.length ?? 0 };
}
