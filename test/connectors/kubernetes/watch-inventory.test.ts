import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { InventoryProblem, InventoryWarning } from "../../../connectors/kubernetes/inventory-config.ts";
import { watchInventory } from "../../../connectors/kubernetes/watch-inventory.ts";
import { eventually } from "../../support/eventually.ts";
import { kubeconfig } from "../../support/kubeconfig.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A watched inventory that writes down what it is told: names with the end of the server's host, refusals and reloads. */
async function watched(...paths: readonly string[]) {
  const stop = new AbortController();
  const seen = {
    clusters: [] as string[][],
    refused: [] as InventoryProblem[],
    warned: [] as InventoryWarning[],
    reloads: [] as boolean[],
  };
  const kubeconfigs = paths.map((path) => ({ path, contexts: ["*"], name: "{context}", allowExec: false }));
  const listener = {
    onChange: (clusters: readonly { name: string }[]) => void seen.clusters.push(clusters.map(({ name }) => name)),
    onRefused: (problem: InventoryProblem) => void seen.refused.push(problem),
    onWarning: (warning: InventoryWarning) => void seen.warned.push(warning),
    configReload: (succeeded: boolean) => void seen.reloads.push(succeeded),
  };
  await watchInventory({ kubeconfigs }, listener, stop.signal);
  return { seen, stop, [Symbol.dispose]: () => stop.abort() };
}

test("a cluster appears with its file and disappears with it", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {} }));
  using inventory = await watched(folder.path);
  expect(inventory.seen.clusters).toEqual([["eu-1"]]);

  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-2": {} }));
  await eventually("it appears", () => expect(inventory.seen.clusters.at(-1)).toEqual(["eu-1", "eu-2"]));
  await rm(join(folder.path, "b"));
  await eventually("it disappears", () => expect(inventory.seen.clusters.at(-1)).toEqual(["eu-1"]));

  expect(inventory.seen).toMatchObject({ refused: [], reloads: [true, true, true] });
});

test("a file without a context that is meant is told once, and is no failed reload", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({}));
  using inventory = await watched(folder.path);
  await writeFile(join(folder.path, "b"), kubeconfig({}));
  await eventually("the folder is told", () => expect(inventory.seen.warned).toHaveLength(2));
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-1": {} }));

  await eventually("it appears", () => expect(inventory.seen.clusters.at(-1)).toEqual(["eu-1"]));
  expect(inventory.seen).toMatchObject({
    refused: [],
    reloads: [true, true],
    warned: [{ place: join(folder.path, "a"), message: "it has no contexts" }, { place: folder.path }],
  });
});

test("a file that is named itself is followed when it is replaced", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "config");
  await writeFile(file, kubeconfig({ "eu-1": {} }));
  using inventory = await watched(file);

  await writeFile(`${file}.new`, kubeconfig({ "eu-1": {}, "eu-2": {} }));
  await rename(`${file}.new`, file);

  await eventually("the new one is read", () => expect(inventory.seen.clusters.at(-1)).toEqual(["eu-1", "eu-2"]));
});

test("the swap of a Kubernetes volume is seen", async () => {
  await using folder = await temporaryFolder();
  const version = async (name: string, text: string): Promise<void> => {
    await mkdir(join(folder.path, name));
    await writeFile(join(folder.path, name, "config"), text);
    await symlink(name, join(folder.path, "..data_tmp"));
    await rename(join(folder.path, "..data_tmp"), join(folder.path, "..data"));
  };
  await version("..1", kubeconfig({ "eu-1": {} }));
  await symlink(join("..data", "config"), join(folder.path, "config"));
  using ofFolder = await watched(folder.path);
  using ofFile = await watched(join(folder.path, "config"));

  await version("..2", kubeconfig({ "eu-2": {} }));
  await rm(join(folder.path, "..1"), { recursive: true });

  for (const { seen } of [ofFolder, ofFile]) {
    await eventually("the new version is read", () => expect(seen.clusters).toEqual([["eu-1"], ["eu-2"]]));
    expect(seen.refused).toEqual([]);
  }
});

test("a broken file is told once, and its mending too", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "a");
  await writeFile(file, kubeconfig({ "eu-1": {} }));
  using inventory = await watched(folder.path);

  await writeFile(file, "{");
  await eventually("it is refused", () => expect(inventory.seen.refused).toMatchObject([{ place: file }]));
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-2": {} }));
  await eventually("another is read", () => expect(inventory.seen.clusters.at(-1)).toEqual(["eu-1", "eu-2"]));
  await writeFile(file, kubeconfig({ "eu-1": {} }));
  await eventually("it is mended", () => expect(inventory.seen.reloads).toEqual([true, false, false, true]));

  expect(inventory.seen.refused).toHaveLength(1);
});

test("a file of a folder that is not there yet is read when it comes", async () => {
  await using folder = await temporaryFolder();
  const later = join(folder.path, "later");
  using inventory = await watched(later);
  expect(inventory.seen).toMatchObject({ clusters: [[]], refused: [{ place: later }], reloads: [false] });

  await mkdir(later);
  await writeFile(join(later, "a"), kubeconfig({ "eu-1": {} }));

  await eventually("it is read", () => expect(inventory.seen.clusters.at(-1)).toEqual(["eu-1"]));
});

test("after the signal nothing is told any more", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {} }));
  using stopped = await watched(folder.path);
  using other = await watched(folder.path);

  stopped.stop.abort();
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-2": {} }));
  await eventually("another watch has seen it", () => expect(other.seen.clusters).toHaveLength(2));

  expect(stopped.seen.clusters).toEqual([["eu-1"]]);
});
