import { isJsonObject, scalarText, type Json } from "./json.ts";
import type { KubeObject } from "./kube-object.ts";
import type { Resource } from "./resource.ts";
import { badRequest } from "./status.ts";

/** Whether an object is one of those asked for. */
export type Selector = (object: KubeObject) => boolean;

const requirement = /^\s*(?:(!)\s*)?([\w./-]+)\s*(?:(in|notin)\s*\(([^)]*)\)|(==|=|!=)\s*([\w.-]*))?\s*$/;

/** Reads a labelSelector: `app=web,tier in (a,b),!canary`. */
export function readLabelSelector(text: string): Selector | undefined {
  if (text.trim() === "") return undefined;
  const tests = splitOutsideParentheses(text).map(readRequirement);
  return ({ metadata }) => tests.every((test) => test(metadata.labels ?? {}));
}

type Labels = Readonly<Record<string, string>>;

function readRequirement(text: string): (labels: Labels) => boolean {
  const [whole, not, key = "", within, list = "", operator, value = ""] = requirement.exec(text) ?? [];
  if (whole === undefined || (not !== undefined && (within ?? operator) !== undefined))
    throw badRequest(`unable to parse requirement: ${JSON.stringify(text)}`);
  const values = new Set(list.split(",").map((item) => item.trim()));
  if (within === "in") return ({ [key]: label }) => label !== undefined && values.has(label);
  if (within === "notin") return ({ [key]: label }) => label === undefined || !values.has(label);
  if (operator === "!=") return ({ [key]: label }) => label !== value;
  if (operator !== undefined) return ({ [key]: label }) => label === value;
  return not === undefined ? ({ [key]: label }) => label !== undefined : ({ [key]: label }) => label === undefined;
}

function splitOutsideParentheses(text: string): string[] {
  return text.split(/,(?![^(]*\))/);
}

/** The fields that a fieldSelector may name, besides the name and the namespace. */
const selectable: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec.nodeName", "spec.serviceAccountName", "status.phase", "status.podIP"],
  Node: ["spec.unschedulable"],
  Namespace: ["status.phase"],
};

/** Reads a fieldSelector: `metadata.name=web,status.phase!=Running`. */
export function readFieldSelector(text: string, { kind, custom }: Resource): Selector | undefined {
  if (text.trim() === "") return undefined;
  const known = new Set(["metadata.name", "metadata.namespace", ...((custom ? undefined : selectable[kind]) ?? [])]);
  const tests = text.split(",").map((term) => {
    const [, field, operator, value = ""] = /^\s*([^=!]+?)\s*(==|=|!=)\s*(.*?)\s*$/.exec(term) ?? [];
    if (field === undefined) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    if (!known.has(field)) throw badRequest(`field label not supported: ${field}`);
    return (object: KubeObject) => (fieldAt(object, field) === value) === (operator !== "!=");
  });
  return (object) => tests.every((test) => test(object));
}

function fieldAt(object: KubeObject, path: string): string {
  let at: Json | undefined = object;
  for (const name of path.split(".")) at = isJsonObject(at) ? at[name] : undefined;
  return scalarText(at);
}
