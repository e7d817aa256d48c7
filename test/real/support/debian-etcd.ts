import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.ts";
import { cached } from "./tool-cache.ts";

/** The path of Debian's etcd, unpacked beside our own programs: nothing is installed and nothing is started. */
export async function fetchDebianEtcd(): Promise<string> {
  const folder = await cached("etcd-debian-bookworm", async (draft) => {
    const setting = { cwd: draft, log: join(draft, "fetch.log") };
    const download = (): Promise<void> => run(["apt-get", "download", "etcd-server"], setting);
    await download().catch(async () => {
      await run(["apt-get", "update"], setting);
      await download();
    });
    const archive = (await readdir(draft)).find((name) => name.endsWith(".deb"));
    if (archive === undefined) throw new Error("apt-get download etcd-server brought no package");
    await run(["dpkg", "-x", archive, "."], setting);
  });
  return join(folder, "usr/bin/etcd");
}
