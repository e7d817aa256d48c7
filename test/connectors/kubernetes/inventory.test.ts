import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { InventoryConfig, KubeconfigPlace } from "../../../connectors/kubernetes/inventory-config.ts";
import { Inventory, type InventoryReading } from "../../../connectors/kubernetes/inventory.ts";
import { kubeconfig, selfSigned } from "../../support/kubeconfig.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

function places(...paths: readonly (string | Partial<KubeconfigPlace>)[]): InventoryConfig {
  const rules = { path: "", contexts: ["*"], name: "{context}", allowExec: false };
  return { kubeconfigs: paths.map((path) => ({ ...rules, ...(typeof path === "string" ? { path } : path) })) };
}

const namesOf = ({ clusters }: InventoryReading): string[] => clusters.map(({ name }) => name);

test("files and folders together are one inventory, in the order of the names", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "more", "deeper"), { recursive: true });
  await writeFile(join(folder.path, "own"), kubeconfig({ "us-1": {}, "eu-2": {} }));
  await writeFile(join(folder.path, "more", "b.yaml"), kubeconfig({ "eu-1": {} }));
  await writeFile(join(folder.path, "more", "a.json"), kubeconfig({ "ap-1": {} }));
  await writeFile(join(folder.path, "more", ".hidden"), "no kubeconfig");
  await writeFile(join(folder.path, "more", "a.json~"), "no kubeconfig");
  const inventory = new Inventory(places(join(folder.path, "own"), join(folder.path, "more")));

  const reading = await inventory.read();

  expect(namesOf(reading)).toEqual(["ap-1", "eu-1", "eu-2", "us-1"]);
  expect(reading.problems).toEqual([]);
});

test("a file that becomes wrong is refused as a whole, and what it said before holds", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "a");
  await writeFile(file, kubeconfig({ "eu-1": {}, "eu-2": {} }));
  const inventory = new Inventory(places(folder.path));
  const before = await inventory.read();
  await writeFile(file, kubeconfig({ "eu-3": {}, "eu-2": { user: { exec: { command: "evil" } } } }));

  const after = await inventory.read();

  expect(after.clusters).toEqual(before.clusters);
  expect(after.problems).toEqual([{ place: file, message: expect.stringContaining('context "eu-2"') }]);
  expect((await inventory.read()).problems).toEqual(after.problems);
  await writeFile(file, kubeconfig({ "eu-3": {} }));
  expect(await inventory.read()).toMatchObject({ clusters: [{ name: "eu-3" }], problems: [] });
});

test("each thing that is wrong with a file is a problem of its own", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "a");
  const exec = { user: { exec: { command: "evil" } } };
  await writeFile(file, kubeconfig({ "eu-1": exec, "eu-2": {}, "eu-3": exec }));

  const { problems } = await new Inventory(places(folder.path)).read();

  expect(problems).toEqual([
    { place: file, message: expect.stringContaining('context "eu-1"') },
    { place: file, message: expect.stringContaining('context "eu-3"') },
  ]);
});

test("globs that mean nothing are a warning with the contexts that there are", async () => {
  await using folder = await temporaryFolder();
  const names = ["eu-1", "eu-2", "eu-3", "eu-4", "eu-5", "eu-6", "eu-7"];
  const file = join(folder.path, "a");
  await writeFile(file, kubeconfig(Object.fromEntries(names.map((name) => [name, {}]))));
  const inventory = new Inventory(places({ path: folder.path, contexts: ["zz-*", "us-1"] }));
  const message =
    'none of its contexts is meant by "zz-*", "us-1"; it has "eu-1", "eu-2", "eu-3", "eu-4", "eu-5" and 2 more';

  expect(await inventory.read()).toEqual({ clusters: [], problems: [], warnings: [{ place: file, message }] });
  expect((await inventory.read()).warnings).toHaveLength(1);
  await writeFile(join(folder.path, "b"), kubeconfig({ "us-1": {} }));
  expect(await inventory.read()).toMatchObject({ clusters: [{ name: "us-1" }], problems: [], warnings: [] });
});

test("globs that mean nothing in any file of a folder are told once, of the folder", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {} }));
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-1": {}, "eu-2": {} }));

  const { warnings } = await new Inventory(places({ path: folder.path, contexts: ["zz-*"] })).read();

  const message = 'none of its contexts is meant by "zz-*"; it has "eu-1", "eu-2"';
  expect(warnings).toEqual([{ place: folder.path, message }]);
});

test("a kubeconfig without contexts says so", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "a");
  await writeFile(file, kubeconfig({}));

  const { warnings } = await new Inventory(places(file)).read();

  expect(warnings).toEqual([{ place: file, message: "it has no contexts" }]);
});

test("a file that is wrong may be the one that the globs mean", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {} }));
  await writeFile(join(folder.path, "b"), "{");

  const { problems, warnings } = await new Inventory(places({ path: folder.path, contexts: ["zz-*"] })).read();

  expect(problems).toEqual([{ place: join(folder.path, "b"), message: expect.stringContaining("YAML") }]);
  expect(warnings).toEqual([]);
});

test("a file that is wrong from the start leaves the others alone", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), "{");
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-1": {} }));

  const reading = await new Inventory(places(folder.path)).read();

  expect(namesOf(reading)).toEqual(["eu-1"]);
  expect(reading.problems).toHaveLength(1);
});

test("a connection stays the same object while no file of it changes", async () => {
  await using folder = await temporaryFolder();
  const { cert } = await selfSigned();
  const { cert: another } = await selfSigned();
  await writeFile(join(folder.path, "ca.crt"), cert);
  await writeFile(join(folder.path, "config"), kubeconfig({ a: { cluster: { "certificate-authority": "ca.crt" } } }));
  const inventory = new Inventory(places(join(folder.path, "config")));

  const [first] = (await inventory.read()).clusters;
  const [second] = (await inventory.read()).clusters;
  await writeFile(join(folder.path, "ca.crt"), another);
  const [third] = (await inventory.read()).clusters;

  expect(second).toBe(first);
  expect(third?.fingerprint).not.toBe(first?.fingerprint);
});

test("a name that occurs twice is refused with both places, and stays with who had it", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-1": {} }));
  const inventory = new Inventory(places(folder.path));
  const before = await inventory.read();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {}, "eu-2": {} }));

  const after = await inventory.read();

  expect(after.clusters).toEqual(before.clusters);
  expect(after.problems).toMatchObject([{ place: join(folder.path, "a") }]);
  expect(after.problems[0]?.message).toContain(`${join(folder.path, "a")} (context eu-1)`);
  expect(after.problems[0]?.message).toContain(`${join(folder.path, "b")} (context eu-1)`);
  await rm(join(folder.path, "b"));
  expect(namesOf(await inventory.read())).toEqual(["eu-1", "eu-2"]);
});

test("a name keeps its place while the file that has it is broken", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-1": {} }));
  const inventory = new Inventory(places(folder.path));
  const before = await inventory.read();
  await writeFile(join(folder.path, "b"), "{");
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {} }));

  expect((await inventory.read()).clusters).toEqual(before.clusters);
});

test("two contexts of one file with one name refuse the file", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({ one: {}, two: {} }));

  const reading = await new Inventory(places({ path: folder.path, name: "same" })).read();

  expect(reading.clusters).toEqual([]);
  expect(reading.problems[0]?.message).toMatch(/"same" occurs twice: .*context one.* and .*context two/);
});

test("every name that occurs twice is told, each once", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {}, "eu-2": {} }));
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-2": {}, "eu-3": {}, "eu-1": {} }));

  const { problems } = await new Inventory(places(folder.path)).read();

  expect(problems.map(({ message }) => message.slice(0, 30))).toEqual([
    'the name "eu-2" occurs twice: ',
    'the name "eu-1" occurs twice: ',
  ]);
});

test("a cluster that moves from one file to another is no conflict", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {}, "eu-2": {} }));
  const inventory = new Inventory(places(folder.path));
  await inventory.read();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {} }));
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-2": {} }));

  expect(await inventory.read()).toMatchObject({ clusters: [{ name: "eu-1" }, { name: "eu-2" }], problems: [] });
});

test("one file under two rules is two places", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "config");
  await writeFile(path, kubeconfig({ "eu-1": {}, "us-1": {} }));
  const config = places({ path, contexts: ["eu-*"] }, { path, contexts: ["us-*"], name: "america" });

  expect(namesOf(await new Inventory(config).read())).toEqual(["america", "eu-1"]);
});

test("a file that leaves its folder takes its clusters along", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {} }));
  await writeFile(join(folder.path, "b"), kubeconfig({ "eu-2": {} }));
  const inventory = new Inventory(places(folder.path));
  await inventory.read();
  await rm(join(folder.path, "b"));

  expect(await inventory.read()).toMatchObject({ clusters: [{ name: "eu-1" }], problems: [] });
});

test("an inventory that is suddenly empty is not believed", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "a"), kubeconfig({ "eu-1": {} }));
  const inventory = new Inventory(places(folder.path));
  const before = await inventory.read();
  await rm(join(folder.path, "a"));

  const after = await inventory.read();

  expect(after.clusters).toEqual(before.clusters);
  expect(after.problems).toMatchObject([{ message: expect.stringContaining("no cluster at all") }]);
  await writeFile(join(folder.path, "c"), kubeconfig({ "eu-9": {} }));
  expect(await inventory.read()).toMatchObject({ clusters: [{ name: "eu-9" }], problems: [] });
});

test("an inventory that was always empty is a beginning", async () => {
  await using folder = await temporaryFolder();

  expect(await new Inventory(places(folder.path)).read()).toEqual({ clusters: [], problems: [], warnings: [] });
});

test("a path of the configuration that is gone is a problem, and its clusters stay", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "clusters");
  await mkdir(path);
  await writeFile(join(path, "a"), kubeconfig({ "eu-1": {} }));
  await writeFile(join(folder.path, "own"), kubeconfig({ "us-1": {} }));
  const inventory = new Inventory(places(path, join(folder.path, "own")));
  await inventory.read();
  await rename(path, join(folder.path, "elsewhere"));

  const reading = await inventory.read();

  expect(namesOf(reading)).toEqual(["eu-1", "us-1"]);
  expect(reading.problems).toContainEqual({ place: path, message: "there is no such file or folder" });
});

test("outside of a cluster the in-cluster identity is a problem", async () => {
  const reading = await new Inventory({ kubeconfigs: [], inCluster: { name: "hub" } }).read();

  expect(reading).toMatchObject({ clusters: [], problems: [{ place: "kubernetes.inCluster" }] });
});
