import { existsSync } from "node:fs";
import { z } from "zod";
import { read } from "./command.ts";

/** One go.mod for each program, so it may be written to; and the Go that is here, so that none is fetched. */
export const goEnvironment = { GOTOOLCHAIN: "local", GOFLAGS: "-mod=mod" };

const Download = z.object({
  Error: z.string().optional(),
  Dir: z.string().optional(),
  GoMod: z.string().optional(),
  Zip: z.string().optional(),
});

/** Fetches a Go module into Go's own cache; gives the folder of its files and its go.mod. */
export async function downloadModule(module: string, version: string): Promise<{ folder: string; goMod: string }> {
  const words = ["go", "mod", "download", "-json", `${module}@${version}`] as const;
  const answer = Download.parse(JSON.parse(await read(words, { cwd: "/", env: goEnvironment })));
  const folder = answer.Dir ?? unpacked(answer);
  if (folder === undefined || answer.GoMod === undefined)
    throw new Error(`${words.join(" ")}: ${answer.Error ?? "no folder in the answer"}`);
  return { folder, goMod: answer.GoMod };
}

/** Where the files are of a module that wants a newer Go: it is fetched, checked and unpacked all the same, but its folder is not told. */
function unpacked({ Error: failure = "", Zip: zip = "" }: z.infer<typeof Download>): string | undefined {
  if (!failure.includes("requires go ")) return undefined;
  const folder = zip.replace("/cache/download/", "/").replace(/\/@v\/([^/]+)\.zip$/, "@$1");
  return existsSync(folder) ? folder : undefined;
}

/** The version of the Go that is here, or nothing. */
export async function findGo(): Promise<string | undefined> {
  return read(["go", "env", "GOVERSION"], { cwd: "/", env: goEnvironment }).then(
    (version) => version.trim() || undefined,
    () => undefined,
  );
}
