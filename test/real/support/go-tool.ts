import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { read, run } from "./command.ts";
import { cached, say } from "./tool-cache.ts";

/** A program that is built from the Go module that publishes it. */
export interface GoTool {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  readonly package: string;
  readonly ldflags?: readonly string[];
  /** The module's own placeholder requirements and the version to put in their place, as Kubernetes has them for its staging modules. */
  readonly staging?: { readonly pattern: RegExp; readonly version: string };
}

/** One go.mod for each program, so it may be written to; and the Go that is here, so that none is fetched. */
const env = { GOTOOLCHAIN: "local", GOFLAGS: "-mod=mod" };

const Download = z.object({ Error: z.string().optional(), Dir: z.string().optional(), GoMod: z.string().optional() });

/** Fetches a Go module into Go's own cache; gives the folder of its files and its go.mod. */
export async function downloadModule(module: string, version: string): Promise<{ folder: string; goMod: string }> {
  const words = ["go", "mod", "download", "-json", `${module}@${version}`] as const;
  const answer = Download.parse(JSON.parse(await read(words, { cwd: "/", env })));
  if (answer.Dir === undefined || answer.GoMod === undefined)
    throw new Error(`${words.join(" ")}: ${answer.Error ?? "no folder in the answer"}`);
  return { folder: answer.Dir, goMod: answer.GoMod };
}

/** The path of the built program, building it first when the cache has none. */
export async function buildGoTool(tool: GoTool): Promise<string> {
  const folder = await cached(`${tool.name}-${tool.version}`, async (draft) => {
    await writeFile(join(draft, "go.mod"), await goMod(tool));
    const log = join(draft, "build.log");
    say(`${tool.name}: go build ${tool.package} (minutes when Go's cache is cold); output in ${log}`);
    const ldflags = tool.ldflags?.join(" ") ?? "";
    await run(["go", "build", "-ldflags", ldflags, "-o", join(draft, tool.name), tool.package], {
      cwd: draft,
      env,
      log,
    });
  });
  return join(folder, tool.name);
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

/** The version of the Go that is here, or nothing. */
export async function findGo(): Promise<string | undefined> {
  return read(["go", "env", "GOVERSION"], { cwd: "/", env }).then(
    (version) => version.trim() || undefined,
    () => undefined,
  );
}
