import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode } from "graphql";
import { Kind } from "graphql";

/** How large an operation is once its fragments are spread. */
export interface DocumentMeasure {
  readonly depth: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
}

/** Nobody needs to know how far beyond every limit a number is; sums of sums of fragments would leave the range of numbers. */
const CEILING = 1_000_000;

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

  const ofSet = ({ selections }: SelectionSetNode): DocumentMeasure =>
    selections.map((selection) => {
        const own = directives(selection);
        if (selection.kind === Kind.FRAGMENT_SPREAD) return plus(own, ofFragment(selection.name.value));
        if (selection.kind === Kind.INLINE_FRAGMENT) return plus(own, ofSet(selection.selectionSet));
        const inner = selection.selectionSet === undefined ? nothing : ofSet(selection.selectionSet);
        const aliases = inner.aliases + Number(selection.alias !== undefined);
        return plus(own, { depth: inner.depth + 1, rootFields: 1, aliases, directives: inner.directives });
      })
      .reduce(plus, nothing);

  return plus(ofSet(operation.selectionSet), directives(operation));
}

const nothing: DocumentMeasure = { depth: 0, rootFields: 0, aliases: 0, directives: 0 };

function plus(a: DocumentMeasure, b: DocumentMeasure): DocumentMeasure {
  return {
    depth: Math.max(a.depth, b.depth),
    rootFields: Math.min(a.rootFields + b.rootFields, CEILING),
    aliases: Math.min(a.aliases + b.aliases, CEILING),
    directives: Math.min(a.directives + b.directives, CEILING),
  };
}

function directives(node: { readonly directives?: readonly unknown[] | undefined }): DocumentMeasure {
  return { ...nothing, directives: node.directives?.length ?? 0 };
}
