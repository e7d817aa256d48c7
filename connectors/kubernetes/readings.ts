import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";

/** No kubeconfig and no certificate is larger: what is, was named by mistake. */
const MAX_BYTES = 1 << 20;

/** The files that something was made of, so that it is made again only when one of them changed. Contents are kept as digests. */
export class Readings {
  readonly #digests = new Map<string, string>();

  /** The text of a file, remembered. Throws what the file system says, without the text. */
  async text(file: string): Promise<string> {
    const content = await contentOf(file);
    this.#digests.set(file, digestOf(content));
    if (content instanceof Error) throw content;
    return content;
  }

  /** Whether every file is as it was when it was read. */
  async areCurrent(): Promise<boolean> {
    const current = await Promise.all(
      Array.from(this.#digests, async ([file, digest]) => digestOf(await contentOf(file)) === digest),
    );
    return current.every(Boolean);
  }

  /** The files, and those that links among them lead to. */
  async files(): Promise<string[]> {
    const files = [...this.#digests.keys()];
    return [...files, ...(await Promise.all(files.map((file) => realpath(file).catch(() => file))))];
  }
}

async function contentOf(file: string): Promise<string | Error> {
  try {
    const { size } = await stat(file);
    return size > MAX_BYTES ? new Error(`${file} is larger than ${MAX_BYTES} bytes`) : await readFile(file, "utf8");
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function digestOf(content: string | Error): string {
  return createHash("sha256")
    .update(content instanceof Error ? `error ${content.message}` : `text ${content}`)
    .digest("base64url");
}
