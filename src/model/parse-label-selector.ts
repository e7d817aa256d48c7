import type { LabelRequirement, LabelSelector } from "./label-selector.ts";

/** A text is no label selector. The message says where and why. */
export class LabelSelectorError extends Error {
  override readonly name = "LabelSelectorError";
}

const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const TOKEN = /\s*(?:(?<word>[A-Za-z0-9_./-]+)|(?<sign>==|!=|[=!(),]))\s*/y;
const MAX_PREFIX = 253;

/**
 * Reads the label selector syntax of kubectl and the API server: `app=web,tier in (a, b),!legacy`. Source: k8s.io/apimachinery
 * pkg/labels/selector.go (Parse); its `<` and `>`, which only node selectors use, are refused.
 */
export function parseLabelSelector(text: string): LabelSelector {
  const tokens = tokensOf(text);
  const requirements: LabelRequirement[] = [];
  if (tokens.atEnd()) return requirements;
  do requirements.push(requirementIn(tokens));
  while (tokens.take(","));
  if (!tokens.atEnd()) throw tokens.unexpected("a comma");
  return requirements;
}

function requirementIn(tokens: Tokens): LabelRequirement {
  if (tokens.take("!")) return { key: keyIn(tokens), operator: "DoesNotExist", values: [] };
  const key = keyIn(tokens);
  if (tokens.take("=") || tokens.take("==")) return { key, operator: "In", values: [valueIn(tokens)] };
  if (tokens.take("!=")) return { key, operator: "NotIn", values: [valueIn(tokens)] };
  if (tokens.take("in")) return { key, operator: "In", values: valuesIn(tokens) };
  if (tokens.take("notin")) return { key, operator: "NotIn", values: valuesIn(tokens) };
  return { key, operator: "Exists", values: [] };
}

function keyIn(tokens: Tokens): string {
  const key = tokens.word();
  if (key === null) throw tokens.unexpected("a label's key");
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? null : key.slice(0, slash);
  if (prefix !== null && (prefix.length > MAX_PREFIX || !PREFIX.test(prefix)))
    throw new LabelSelectorError(`"${key}" is no label's key: the part before the slash must be a DNS name`);
  if (!NAME.test(key.slice(slash + 1))) throw new LabelSelectorError(`"${key}" is no label's key`);
  return key;
}

/** A label's value may be empty. */
function valueIn(tokens: Tokens): string {
  const value = tokens.word() ?? "";
  if (value !== "" && !NAME.test(value)) throw new LabelSelectorError(`"${value}" is no label's value`);
  return value;
}

function valuesIn(tokens: Tokens): readonly string[] {
  if (!tokens.take("(")) throw tokens.unexpected("(");
  const values: string[] = [];
  do values.push(valueIn(tokens));
  while (tokens.take(","));
  if (!tokens.take(")")) throw tokens.unexpected("a comma or )");
  return values;
}

interface Tokens {
  atEnd(): boolean;
  /** Goes on when the next token is just this one. */
  take(token: string): boolean;
  /** The next token when it is a word, else null. */
  word(): string | null;
  unexpected(expected: string): LabelSelectorError;
}

function tokensOf(text: string): Tokens {
  const tokens: { readonly text: string; readonly isWord: boolean }[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const { word, sign } = TOKEN.exec(text)?.groups ?? {};
    if (word === undefined && sign === undefined) {
      if (text.slice(from).trim() === "") break;
      throw new LabelSelectorError(`unexpected character at ${from + 1}`);
    }
    tokens.push({ text: word ?? sign ?? "", isWord: word !== undefined });
  }
  let at = 0;
  return {
    atEnd: () => at >= tokens.length,
    take: (token) => tokens[at]?.text === token && (at += 1) > 0,
    word: () => (tokens[at]?.isWord === true ? (tokens[at++]?.text ?? null) : null),
    unexpected: (expected) =>
      new LabelSelectorError(
        `expected ${expected}, found ${tokens[at] === undefined ? "the end" : `"${tokens[at]?.text}"`}`,
      ),
  };
}
