import { rmSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startApp } from "../src/app.ts";
import { createConfig } from "../src/config.ts";
import { type DemoApiServer, startApiServer } from "../src/demo/api-server.ts";
import { istioDefinitions } from "../src/demo/definitions/istio.ts";
import { karpenterDefinitions } from "../src/demo/definitions/karpenter.ts";
import { writeKubeconfig } from "../src/demo/kubeconfig.ts";
import { Lifecycle } from "../src/lib/lifecycle.ts";
import { eventually } from "./support/eventually.ts";
import { EventReader, ask } from "./support/graph-client.ts";
import { recordingLogger } from "./support/start-graph.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

// A gateway takes a second to start, and files are read again only when they rest.
vi.setConfig({ testTimeout: 60_000 });

const pod = (name: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { namespace: "shop", name } });

/** A running gateway over a folder with a kubeconfig for each of these clusters, all of which have the pod `web`. */
async function startOver(names: readonly string[], { removalGrace = "1h" } = {}) {
  const opened = new Lifecycle();
  // API servers that are started later too are closed after the gateway.
  const apiServers = opened.use(new Lifecycle());
  const folder = opened.use(await temporaryFolder());
  const servers = new Map<string, DemoApiServer>();
  const pathOf = (file: string): string => join(folder.path, file);
  /** Writes a whole file at once, as whoever mounts one does. */
  const write = async (file: string, text: string): Promise<void> => {
    await writeFile(pathOf(`.${file}`), text);
    await rename(pathOf(`.${file}`), pathOf(file));
  };
  /** Brings the file of a cluster, whose API server is started when there is none yet. */
  const bring = async (name: string): Promise<void> => {
    const objects = [...istioDefinitions, ...karpenterDefinitions, pod("web")];
    const server = servers.get(name) ?? apiServers.use(await startApiServer({ name, objects }));
    servers.set(name, server);
    await write(name, writeKubeconfig([{ name, url: server.url, ca: server.ca, token: server.token }]));
  };
  for (const name of names) await bring(name);
  const { logged, logger } = recordingLogger();
  const kubernetes = { kubeconfigs: [{ path: folder.path }], removalGrace };
  const config = createConfig({ server: { port: 0 }, kubernetes, access: { loopback: true } }, { environment: {} });
  const { url } = opened.use(await startApp(config, { log: logger }));
  return {
    url,
    pathOf,
    write,
    bring,
    /** Removes files at once: nothing can be read between. */
    remove: (...files: readonly string[]) => files.forEach((file) => rmSync(pathOf(file))),
    /** Creates a pod at the API server of a cluster. */
    create: (cluster: string, name: string) => void servers.get(cluster)?.put(pod(name)),
    /** What the graph answers, how the last reading of the files went by the metrics, and what was refused by the log. */
    state: async () => {
      const errors = logged.filter(({ level }) => level === "error");
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const { clusters, pods } = await ask(url, "{ clusters { nodes { name } } pods { nodes { id } } }");
      return {
        clusters: clusters.nodes.map(({ name }: { name: string }) => name),
        pods: pods.nodes.map(({ id }: { id: string }) => id),
        reloaded: /^meshgraph_config_last_reload_successful\S* (\d)$/m.exec(metrics)?.[1] === "1",
        refused: errors.map(({ fields }) => fields["place"]),
      };
    },
    /** What the log says became of a cluster, in order. */
    lifeOf: (cluster: string) =>
      logged.filter(({ fields }) => fields["source"] === `${cluster}/kubernetes`).map(({ message }) => message),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

const STARTED = "the source was started";
const STOPPED = "the source was stopped and will be withdrawn";
const WITHDRAWN = "the source was withdrawn";
const CHANGES = 'subscription { changes(filter: { types: ["Pod"] }) { cursor events { kind id } } }';

const one = { clusters: ["eu-1"], pods: ["Pod/eu-1/shop/web"], reloaded: true, refused: [] };
const both = { ...one, clusters: ["eu-1", "us-1"], pods: ["Pod/eu-1/shop/web", "Pod/us-1/shop/web"] };
const bothWithLate = { ...both, pods: ["Pod/eu-1/shop/web", "Pod/us-1/shop/late", "Pod/us-1/shop/web"] };

test("a cluster whose file appears joins the running graph", async () => {
  await using app = await startOver(["eu-1"]);
  expect(await app.state()).toEqual(one);

  await app.bring("us-1");

  await eventually("it is there", async () => expect(await app.state()).toEqual(both));
});

test("a new file that is broken is refused by its name, and what was there is still read", async () => {
  await using app = await startOver(["eu-1", "us-1"], { removalGrace: "0s" });
  const refused = { reloaded: false, refused: [app.pathOf("broken")] };

  await app.write("broken", "{");
  await eventually("it is refused", async () => expect(await app.state()).toEqual({ ...both, ...refused }));
  app.create("us-1", "late");

  await eventually("the rest is read", async () => expect(await app.state()).toEqual({ ...bothWithLate, ...refused }));
  app.remove("broken");
  await eventually("all is well", async () => expect(await app.state()).toMatchObject({ reloaded: true }));
});

test("a file that becomes broken is refused by its name, and its cluster is still read", async () => {
  await using app = await startOver(["eu-1", "us-1"], { removalGrace: "0s" });
  const refused = { reloaded: false, refused: [app.pathOf("us-1")] };

  await app.write("us-1", "{");
  await eventually("it is refused", async () => expect(await app.state()).toEqual({ ...both, ...refused }));
  app.create("us-1", "late");

  await eventually("it is still read", async () => expect(await app.state()).toEqual({ ...bothWithLate, ...refused }));
});

test("a cluster whose file is removed is answered within its grace, and stays when the file comes back", async () => {
  await using app = await startOver(["eu-1", "us-1"], { removalGrace: "1h" });
  await using reader = new EventReader(app.url, CHANGES);

  app.remove("us-1");
  await eventually("it is stopped", () => expect(app.lifeOf("us-1")).toEqual([STARTED, STOPPED]));
  expect(await app.state()).toEqual(both);
  await app.bring("us-1");
  app.create("us-1", "late");

  await eventually("it is read again", () => expect(reader.events.at(-1)?.id).toBe("Pod/us-1/shop/late"));
  expect(await app.state()).toEqual(bothWithLate);
  expect(reader.events.filter(({ kind }) => kind === "DELETED")).toEqual([]);
});

test("subscribers hear a cluster's objects when it appears, and again when it is withdrawn after its grace", async () => {
  await using app = await startOver(["eu-1"], { removalGrace: "300ms" });
  await using reader = new EventReader(app.url, CHANGES);
  const present = [
    { kind: "SNAPSHOT", id: "Pod/eu-1/shop/web" },
    { kind: "SNAPSHOT_END", id: null },
  ];
  const added = { kind: "ADDED", id: "Pod/us-1/shop/web" };
  const deleted = { kind: "DELETED", id: "Pod/us-1/shop/web" };
  await eventually("the present state is heard", () => expect(reader.events).toEqual(present));

  await app.bring("us-1");
  await eventually("its arrival is heard", () => expect(reader.events).toEqual([...present, added]));
  app.remove("us-1");

  await eventually("its end is heard", () => expect(reader.events).toEqual([...present, added, deleted]));
  await eventually("it is gone", async () => expect(await app.state()).toEqual(one));
  expect(app.lifeOf("us-1")).toEqual([STARTED, STOPPED, WITHDRAWN]);
});

test("all files gone at once are refused, and the clusters stay after the grace", async () => {
  await using app = await startOver(["eu-1", "us-1"], { removalGrace: "100ms" });
  const refused = { reloaded: false, refused: ["the inventory"] };

  app.remove("eu-1", "us-1");
  await eventually("it is refused", async () => expect(await app.state()).toEqual({ ...both, ...refused }));
  // What is written now is read 200 ms later at the earliest: by then the grace has passed.
  await app.write("broken", "{");
  app.create("us-1", "late");

  const all = { ...bothWithLate, ...refused, refused: ["the inventory", app.pathOf("broken")] };
  await eventually("they are still read", async () => expect(await app.state()).toEqual(all));
});
