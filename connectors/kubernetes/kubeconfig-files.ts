import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * The kubeconfigs at a path: the file itself, or every file of the folder by name. Hidden ones (a Kubernetes volume's `..data`, an editor's
 * draft) and `~` backups are not meant. Throws when the path is not there.
 */
export async function kubeconfigFiles(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const names = (await readdir(path)).filter((name) => !name.startsWith(".") && !name.endsWith("~"));
  const files = await Promise.all(
    names.toSorted().map(async (name) => ((await isFolder(join(path, name))) ? [] : [join(path, name)])),
  );
  return files.flat();
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
