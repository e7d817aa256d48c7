import { hash } from "node:crypto";
import type { DocumentNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { GraphQLError, Kind, parse } from "graphql";
import { LRUCache } from "lru-cache";
import type { Document } from "./execution/document.ts";
import { checkDocument } from "./limits/check-document.ts";
import type { DocumentRules } from "./limits/check-document.ts";
import type { Refusal } from "./refusal.ts";
import { refuse, refuseWith } from "./refusal.ts";

/** One operation of a document that may run. */
export interface KnownOperation extends Document {
  readonly name: string | undefined;
}

/** A document that was checked. */
export interface KnownDocument {
  readonly text: string;
  /** SHA-256, which names it. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operations: readonly KnownOperation[];
}

/** How many are kept, and their characters together: a character is up to 200 bytes of syntax tree and plan, so some 100 MB at worst. */
const KEPT = { documents: 1000, characters: 512 * 1024 };

/** The documents that were asked before: parsed, checked and compiled once. What was refused is not kept. */
export class Documents {
  readonly #rules: DocumentRules;
  readonly #byHash = new Map<string, KnownDocument>();
  readonly #byText = new LRUCache<string, KnownDocument>({
    max: KEPT.documents,
    maxSize: KEPT.characters,
    sizeCalculation: (_document, text) => text.length,
    dispose: ({ hash: name }) => this.#byHash.delete(name),
  });

  constructor(rules: DocumentRules) {
    this.#rules = rules;
  }

  byHash(name: string): KnownDocument | undefined {
    return this.#byHash.get(name);
  }

  /** The document of a text, or why it is refused. */
  get(text: string): KnownDocument | Refusal {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const parsed = this.#parse(text);
    if (!("kind" in parsed)) return parsed;
    const refusal = checkDocument(this.#rules, parsed);
    if (refusal !== null) return refusal;
    const document = {
      text,
      hash: hash("sha256", text),
      document: parsed,
      operations: operationsOf(this.#rules.schema, parsed),
    };
    this.#byText.set(text, document);
    this.#byHash.set(document.hash, document);
    return document;
  }

  #parse(text: string): DocumentNode | Refusal {
    const { tokens } = this.#rules.limits;
    try {
      return parse(text, { maxTokens: tokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (error.message.startsWith("Syntax Error: Document contains more"))
        return refuse(400, "DOCUMENT_TOO_LARGE", `the document has more than ${tokens} tokens`, { limit: tokens });
      return refuseWith(400, "GRAPHQL_PARSE_FAILED", [error]);
    }
  }
}

function operationsOf(schema: GraphQLSchema, { definitions }: DocumentNode): readonly KnownOperation[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  return operations.map((operation) => ({ schema, fragments, operation, name: operation.name?.value }));
}
