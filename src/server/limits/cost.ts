import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  SelectionSetNode,
} from "graphql";
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  typeFromAST,
  valueFromASTUntyped,
} from "graphql";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "../../../schema/inputs/page-args.ts";
import type { Document } from "../execution/document.ts";

/** What a selection set costs on one object: what lies in a page is multiplied by the page's size. */
interface Cost {
  readonly once: number;
  readonly eachItem: number;
}

/** The arguments whose items each name an object of the answer: `nodes(ids)`, `_entities(representations)`. */
const NAMING: ReadonlySet<string> = new Set(["ids", "representations"]);
const isNaming = ({ name }: GraphQLArgument): boolean => NAMING.has(name);

/** A page that nobody may ask for. */
export class PageSizeError extends Error {}

/**
 * How many objects an operation asks for at most, by the sizes of its pages and the ids that it names. Other lists count once: they are parts of their
 * object. Each fragment is counted once for its type, so no document takes longer than its own length.
 * Throws PageSizeError for a page that is too large, unless the operation is over its budget already.
 */
export function costOf(document: Document, variables: Readonly<Record<string, unknown>>, budget: number): number {
  const { schema, operation } = document;
  const counter = new CostCounter(document, variables);
  const root = schema.getRootType(operation.operation);
  const { once, eachItem } = counter.ofSet(operation.selectionSet, root ?? undefined);
  if (counter.tooLarge !== null && once + eachItem <= budget) throw counter.tooLarge;
  return once + eachItem;
}

class CostCounter {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #known = new Map<string, Cost>();
  /** The first page that is too large. It counts as the largest that is allowed, so that a small question is told what is wrong with it. */
  tooLarge: PageSizeError | null = null;

  constructor({ schema, fragments }: Document, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  ofSet({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): Cost {
    let once = 0;
    let eachItem = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const [cost, isItem] = this.#ofField(selection, type);
        if (isItem) eachItem += cost;
        else once += cost;
        continue;
      }
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? this.#ofFragment(selection.name.value)
          : this.ofSet(selection.selectionSet, this.#typeOf(selection.typeCondition) ?? type);
      once += inner.once;
      eachItem += inner.eachItem;
    }
    return { once, eachItem };
  }

  #ofFragment(name: string): Cost {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const cost = fragment
      ? this.ofSet(fragment.selectionSet, this.#typeOf(fragment.typeCondition))
      : { once: 0, eachItem: 0 };
    this.#known.set(name, cost);
    return cost;
  }

  /** The field's cost, and whether it is a list, which a page around it repeats. */
  #ofField(node: FieldNode, parent: GraphQLNamedType | undefined): readonly [cost: number, isItem: boolean] {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (field === undefined || !isCompositeType(type) || node.selectionSet === undefined) return [0, false];
    const { once, eachItem } = this.ofSet(node.selectionSet, type);
    const isItem = isListType(getNullableType(field.type));
    if (isItem && field.args.some(isNaming)) return [this.#namedIn(node) * (1 + once + eachItem), isItem];
    const size = this.#sizeOf(node, field);
    return [1 + once + (size ?? 1) * eachItem, isItem];
  }

  /** How many objects a field names by its arguments, such as `ids`. */
  #namedIn(node: FieldNode): number {
    let named = 0;
    for (const { name, value } of node.arguments ?? []) {
      const names: unknown = NAMING.has(name.value) ? valueFromASTUntyped(value, this.#variables) : undefined;
      // One value without brackets is a list of one.
      if (names !== undefined && names !== null) named += Array.isArray(names) ? names.length : 1;
    }
    return named;
  }

  #sizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
    if (!field.args.some(({ name }) => name === "first" || name === "last")) return null;
    for (const { name, value } of node.arguments ?? []) {
      const argument = name.value;
      if (argument !== "first" && argument !== "last") continue;
      const size = valueFromASTUntyped(value, this.#variables);
      if (typeof size !== "number") continue;
      if (size >= 0 && size <= MAX_PAGE_SIZE) return size;
      this.tooLarge ??= new PageSizeError(`\`${argument}\` of ${field.name} must be from 0 to ${MAX_PAGE_SIZE}`);
      return size < 0 ? 0 : MAX_PAGE_SIZE;
    }
    return DEFAULT_PAGE_SIZE;
  }

  #typeOf(node: FragmentDefinitionNode["typeCondition"] | undefined): GraphQLNamedType | undefined {
    return node && typeFromAST(this.#schema, node);
  }
}
