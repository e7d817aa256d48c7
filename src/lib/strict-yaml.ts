import { LineCounter, parseDocument, type Document } from "yaml";

/** How often aliases may repeat what they stand for: enough to share a few settings, too little for an alias bomb. */
const MAX_ALIASES = 100;

export interface YamlProblem {
  readonly message: string;
  readonly line: number;
}

/** One parsed YAML document: its plain value, and the line of each place in it. */
export interface StrictYaml {
  readonly value: unknown;
  readonly document: Document;
  /** The line that a path, or the nearest part of it that exists, was written at. */
  lineOf(path: readonly PropertyKey[]): number;
}

/**
 * Reads exactly one YAML 1.2 document (JSON is one). Duplicate keys, unknown tags, alias bombs and absurd nesting are problems, and the
 * messages never quote the text, which may hold secrets.
 */
export function parseStrictYaml(text: string): StrictYaml | { readonly problems: readonly YamlProblem[] } {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
      const problems = faults.map(({ code, pos }) => ({ message: describe(code), line: lines.linePos(pos[0]).line }));
      return { problems: problems.filter(({ line }, index) => line !== problems[index - 1]?.line) };
    }
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { value, document, lineOf: (path) => lines.linePos(offsetOf(document, path)).line };
  } catch {
    // Thrown, not listed: an alias of nothing, too many aliases, a stack that nesting has used up.
    return {
      problems: [
        { message: "not valid YAML: aliases that repeat too much or stand for nothing, or too deep", line: 1 },
      ],
    };
  }
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (hasRange(node)) return node.range[0];
  }
  return 0;
}

function hasRange(node: unknown): node is { range: readonly [number, number, number] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}

/** The parser's code in words: `DUPLICATE_KEY` becomes `duplicate key`. */
function describe(code: string): string {
  return `not valid YAML: ${code.toLowerCase().replaceAll("_", " ")}`;
}
