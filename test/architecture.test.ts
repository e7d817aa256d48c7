import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const outward = ["schema", "src/ports", "src/errors.ts", "src/lib"];

/** Rooms that others enter by one file, with a folder behind it. */
const fronts = ["src/config", "src/ports"];

/** What each room may import besides itself, from the inside out. */
const mayImport: Record<string, readonly string[]> = {
  "src/lib": [],
  "src/errors.ts": [],
  "src/config": ["src/lib", "src/errors.ts"],
  "src/log.ts": ["src/lib", "src/errors.ts"],
  schema: ["src/lib"],
  "src/ports": ["schema"],
  "src/model": ["schema", "src/lib"],
  "src/store": outward,
  "src/changelog": outward,
  "src/access": [...outward, "src/model", "src/store"],
  "src/context.ts": ["schema", "src/ports"],
  "connectors/kubernetes": outward,
  "connectors/istio": [...outward, "connectors/kubernetes"],
  "connectors/gateway-api": [...outward, "connectors/kubernetes"],
  "connectors/karpenter": [...outward, "connectors/kubernetes"],
  "connectors/eks": [...outward, "connectors/kubernetes"],
  resolvers: [...outward, "src/model", "src/context.ts", "src/store/index-of.ts"],
  "src/fleet": [...outward, "src/store", "src/model"],
  "src/server": [...outward, "resolvers", "src/context.ts", "src/access"],
  "src/demo": ["src/lib"],
};

/** The outermost layer: it puts the rooms together. */
const everywhere = ["src/app.ts", "src/main.ts", "src/generate.ts", "src/cli"];

/** Packages that never leave their rooms. */
const onlyIn: Record<string, readonly string[]> = {
  "@kubernetes/client-node": ["connectors/kubernetes"],
  undici: ["connectors/kubernetes"],
  chokidar: ["connectors/kubernetes"],
  "@apollo/server": ["src/server"],
  fastify: ["src/server"],
  "graphql-ws": ["src/server"],
  ws: ["src/server"],
  "@opentelemetry/sdk-metrics": ["src/server"],
  "type-graphql": ["schema", "resolvers", "src/server"],
  pino: ["src/log.ts"],
  zod: ["src/config", "connectors/kubernetes"],
};

const rooms = Object.keys(mayImport).toSorted((a, b) => b.length - a.length);

function roomOf(file: string): string | undefined {
  if (everywhere.some((place) => file === place || file.startsWith(`${place}/`))) return "everywhere";
  const front = fronts.find((room) => file === `${room}.ts` || file.startsWith(`${room}/`));
  if (front !== undefined) return front;
  return rooms.find((room) => file === room || file.startsWith(`${room}/`));
}

const files = globSync("{src,schema,resolvers,connectors}/**/*.ts");
const imports = files.flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/^(?:import|export)\b\s*(?:[^"';]*?\bfrom\s*)?["']([^"']+)["']/gm)].map(
    ([, specifier = ""]) => ({ file, specifier }),
  ),
);

test("every file lives in a room", () => {
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
});

test("no room imports what the table does not allow", () => {
  const violations = imports.filter(({ file, specifier }) => {
    if (!specifier.startsWith(".")) return false;
    const from = roomOf(file) ?? "nowhere";
    const target = relative(".", join(dirname(file), specifier));
    const to = roomOf(target) ?? "nowhere";
    if (fronts.includes(to) && from !== to && target !== `${to}.ts`) return from !== "everywhere";
    const allowed = mayImport[from] ?? [];
    return from !== to && from !== "everywhere" && !allowed.includes(to) && !allowed.includes(target);
  });
  expect(violations).toEqual([]);
});

test("packages stay in their rooms", () => {
  const violations = imports.filter(({ file, specifier }) => {
    const home = Object.keys(onlyIn).find((name) => specifier === name || specifier.startsWith(`${name}/`));
    return home !== undefined && !onlyIn[home]?.includes(roomOf(file) ?? "nowhere");
  });
  expect(violations).toEqual([]);
});

test("the tables are not checked against an empty tree", () => {
  expect(files.length).toBeGreaterThan(100);
  expect(imports.length).toBeGreaterThan(files.length);
});
