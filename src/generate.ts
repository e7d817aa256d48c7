import "reflect-metadata";
import { readFile, writeFile } from "node:fs/promises";
import { lexicographicSortSchema, printSchema } from "graphql";
import { clusterRole } from "../connectors/kubernetes/cluster-role.ts";
import { resolvers } from "../resolvers/index.ts";
import { kinds } from "./app.ts";
import { configJsonSchema } from "./config.ts";
import { errorsMarkdown } from "./server/error-catalogue.ts";
import { createSchema } from "./server/schema.ts";

/** Writes what follows from the code and is committed all the same; with --check it only tells what differs. */
const generated: Readonly<Record<string, string>> = {
  "schema/schema.graphql": `${printSchema(lexicographicSortSchema(createSchema(resolvers)))}\n`,
  "deploy/clusterrole.yaml": clusterRole(kinds),
  "docs/errors.md": errorsMarkdown(),
  "docs/meshgraph.schema.json": `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
};

const isCheck = process.argv.includes("--check");
for (const [file, text] of Object.entries(generated)) {
  const present = await readFile(file, "utf8").catch(() => "");
  if (present === text) continue;
  if (!isCheck) await writeFile(file, text);
  process.stderr.write(`${file} ${isCheck ? "differs: run npm run generate" : "was written"}\n`);
  if (isCheck) process.exitCode = 1;
}
