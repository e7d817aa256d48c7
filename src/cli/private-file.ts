import { rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Writes a file that only this user can read, in a folder of its own; both are gone when it is disposed, and when the process ends. */
export async function privateFile(name: string, content: string): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), "meshgraph-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const path = join(folder, name);
  await writeFile(path, content, { mode: 0o600 });
  return {
    path,
    async [Symbol.asyncDispose]() {
      process.off("exit", remove);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
