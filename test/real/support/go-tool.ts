import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.ts";
import { downloadModule, goEnvironment } from "./go-module.ts";
import { hashOfFolder } from "./hash-of-folder.ts";
import { cached, say } from "./tool-cache.ts";

/** A program that is built from a Go module: one that the module publishes, or one of our own that uses it. */
export interface GoTool {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /** The module's package that is the program, or the folder of our own. */
  readonly program: { readonly package: string } | { readonly folder: string };
  readonly ldflags?: readonly string[];
  /** The module's own placeholder requirements and the version to put in their place, as Kubernetes has them for its staging modules. */
  readonly staging?: { readonly pattern: RegExp; readonly version: string };
}

/** The path of the built program, building it first when the cache has none. */
export async function buildGoTool(tool: GoTool): Promise<string> {
  const folder = await cached(await cacheName(tool), async (draft) => {
    await writeFile(join(draft, "go.mod"), await goMod(tool));
    const log = join(draft, "build.log");
    const wanted = await packageIn(draft, tool);
    say(`${tool.name}: go build ${wanted} (minutes when Go's cache is cold); output in ${log}`);
    const ldflags = tool.ldflags?.join(" ") ?? "";
    await run(["go", "build", "-ldflags", ldflags, "-o", join(draft, tool.name), wanted], {
      cwd: draft,
      env: goEnvironment,
      log,
    });
  });
  return join(folder, tool.name);
}

async function cacheName({ name, version, program }: GoTool): Promise<string> {
  return "folder" in program ? `${name}-${version}-${await hashOfFolder(program.folder)}` : `${name}-${version}`;
}

/** The package to build; of our own program a copy, because the folder of its go.mod is the one that is being filled. */
async function packageIn(draft: string, { program }: GoTool): Promise<string> {
  if ("package" in program) return program.package;
  await cp(program.folder, join(draft, "program"), { recursive: true });
  return "./program";
}

async function goMod({ name, module, version, staging }: GoTool): Promise<string> {
  const lines = [`module meshgraph.local/${name}`, "go 1.26.0", `require ${module} ${version}`];
  if (staging) {
    const own = await readFile((await downloadModule(module, version)).goMod, "utf8");
    const names = Array.from(own.matchAll(staging.pattern), (match) => match[1]);
    if (names.length === 0) throw new Error(`the go.mod of ${module} ${version} names no staging module`);
    for (const staged of names) lines.push(`replace ${staged} => ${staged} ${staging.version}`);
  }
  return `${lines.join("\n")}\n`;
}
