import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import { fieldOf, isObject } from "./read-spec.ts";

/** Takes note of a field of a spec that is not of its type. */
export type ReportField = (path: string, message: string) => void;

/** Readers of a spec that nobody checked: what is of a wrong type is told, and counts as left out. */
export interface SpecReader {
  objects<T>(parent: JsonObject, name: string, path: string, read: (item: JsonObject, path: string) => T): readonly T[];
  object(parent: JsonObject, name: string, path: string): JsonObject | null;
  strings(parent: JsonObject, name: string, path: string): readonly string[];
  stringMap(parent: JsonObject, name: string, path: string): StringMap;
  string(parent: JsonObject, name: string, path: string): string;
  /** Null when left out. */
  number(parent: JsonObject, name: string, path: string): number | null;
  /** A whole number from 0 on; 0 when left out. */
  whole(parent: JsonObject, name: string, path: string): number;
  boolean(parent: JsonObject, name: string, path: string): boolean;
}

export function specReader(report: ReportField): SpecReader {
  const typed = <T>(
    [parent, name, path]: readonly [JsonObject, string, string],
    is: (value: unknown) => value is T,
    what: string,
  ): T | null => {
    const value = fieldOf(parent, name);
    if (value === undefined) return null;
    if (is(value)) return value;
    report(`${path}.${name}`, `it is ${shown(value)}, but should be ${what}`);
    return null;
  };
  const list = <T>(
    [parent, name, path]: readonly [JsonObject, string, string],
    is: (value: unknown) => value is T,
    what: string,
  ): readonly (readonly [T, string])[] =>
    (typed([parent, name, path], isList, "a list") ?? []).flatMap((item, at) => {
      if (is(item)) return [[item, `${path}.${name}[${at}]`] as const];
      report(`${path}.${name}[${at}]`, `it is ${shown(item)}, but should be ${what}`);
      return [];
    });
  return {
    objects: (parent, name, path, read) =>
      list([parent, name, path], isObject, "an object").map(([item, at]) => read(item, at)),
    object: (...field) => typed(field, isObject, "an object"),
    strings: (...field) => list(field, isString, "a text").map(([item]) => item),
    stringMap: (...field) => stringsOf(typed(field, isObject, "an object") ?? {}, `${field[2]}.${field[1]}`, report),
    string: (...field) => typed(field, isString, "a text") ?? "",
    number: (...field) => typed(field, isNumber, "a number"),
    whole: (...field) => typed(field, isWhole, "a whole number") ?? 0,
    boolean: (...field) => typed(field, isBoolean, "true or false") ?? false,
  };
}

function stringsOf(object: JsonObject, path: string, report: ReportField): StringMap {
  return Object.fromEntries(
    Object.entries(object).filter((entry): entry is [string, string] => {
      if (typeof entry[1] === "string") return true;
      report(`${path}.${entry[0]}`, `it is ${shown(entry[1])}, but should be a text`);
      return false;
    }),
  );
}

const SHOWN_LENGTH = 60;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}
