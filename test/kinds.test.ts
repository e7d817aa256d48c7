import { globSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { entityTypes } from "../resolvers/index.ts";
import { Decoder } from "../connectors/kubernetes/decode.ts";
import type { Entity } from "../schema/entity.ts";
import { fixtureObject, namedKinds } from "./support/kinds.ts";

const table = namedKinds.map((named) => [named.kind.type.name, named] as const);

test.each(table)("%s: of the fixture, this is kept", async (_, named) => {
  const entity = new Decoder("eu-1").decode(named.kind, fixtureObject(named));

  await expect(`${JSON.stringify(membersOf(entity), null, 2)}\n`).toMatchFileSnapshot(resolve(`${named.fixture}.json`));
});

test.each(table)("%s: the fixture is one of the kind, of its best version", (_, named) => {
  const object = fixtureObject(named);
  const { group, versions, keep } = named.kind;

  expect(object["apiVersion"]).toBe(group === "" ? versions[0] : `${group}/${versions[0]}`);
  expect(keep?.(object) ?? true).toBe(true);
});

test.each(table)("%s: what is kept cannot be changed", (_, named) => {
  const entity = new Decoder("eu-1").decode(named.kind, fixtureObject(named));

  expect(unfrozen(entity, named.kind.type.name)).toEqual([]);
});

test.each(table)("%s: nothing is kept of who manages which field, nor kubectl's copy of the object", (_, named) => {
  const text = JSON.stringify(new Decoder("eu-1").decode(named.kind, fixtureObject(named)));

  expect(text).not.toMatch(/managedFields|fieldsV1|last-applied/);
});

/** Kinds that others follow from: they are watched, and nobody can ask for them. */
const hidden = ["ClusterRole", "ClusterRoleBinding", "IstioInjector", "IstioMeshConfig", "Role", "RoleBinding"];

test("what is watched can be asked for, but for the kinds that are named here", () => {
  const kinds = namedKinds.map(({ kind }) => kind.type.name).filter((name) => !entityTypes.has(name));

  expect(kinds.toSorted()).toEqual(hidden);
});

test("every fixture is of a kind", () => {
  const files = globSync("test/fixtures/{kubernetes,istio,gateway-api,karpenter,eks}/*");
  const fixtures = new Set(namedKinds.map(({ fixture }) => fixture));

  expect(files.filter((file) => !fixtures.has(file.replace(/\.(?:yaml|json)$/, "")))).toEqual([]);
});

/** What an entity tells: its own members, and in place of what is packed what its accessors make of it. */
function membersOf(entity: Entity): object {
  const own = Object.entries(entity).filter(([name]) => !name.startsWith("packed"));
  const accessors: [string, unknown][] = [];
  for (
    let proto: object = Object.getPrototypeOf(entity);
    proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  )
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(proto)))
      if (descriptor.get !== undefined) accessors.push([name, Reflect.get(proto, name, entity)]);
  return Object.fromEntries([...accessors, ...own]);
}

function unfrozen(value: unknown, path: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const members = Object.entries(value).flatMap(([name, member]) => unfrozen(member, `${path}.${name}`));
  return Object.isFrozen(value) ? members : [path, ...members];
}
