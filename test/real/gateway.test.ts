import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { EventReader, ask } from "../support/graph-client.ts";
import { KubeClient } from "../support/kube-client.ts";
import { kubePath } from "../support/kube-path.ts";
import { serviceEntries } from "../support/conformance/samples.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { startGateway } from "./support/gateway.ts";
import { withoutDebianEtcd, withoutTools } from "./support/tools.ts";

const CHANGES = `subscription ($types: [String!], $since: LogCursor) {
  changes(filter: { types: $types }, since: $since) { cursor events { kind id } }
}`;

function phaseOf(url: string, cluster: string, resource: string): Promise<string> {
  return ask(url, `query ($c: [String!]) { sources(filter: { clusters: $c }) { watches { resource phase } } }`, {
    c: [cluster],
  }).then(
    ({ sources: [source] }) => source.watches.find((watch: { resource: string }) => watch.resource === resource).phase,
  );
}

async function until(what: string, isSo: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> {
  const attempt = async (): Promise<void> => {
    if (!(await isSo())) throw new Error("not yet");
  };
  await eventually(what, attempt, { withinMs });
}

describe.skipIf(withoutTools)("a gateway over real control planes", () => {
  test("answers for two clusters at once, and pushes what changes in either", async () => {
    await using folder = await temporaryFolder();
    await using one = await startControlPlane({ crds: true });
    await using two = await startControlPlane({ crds: true });
    await using client = new KubeClient(one);
    await using other = new KubeClient(two);
    const room = kubePath(serviceEntries, "default");
    await client.create(room, serviceEntries.draft("a", "default"));
    await using app = await startGateway(folder, { "eu-1": one, "us-1": two });

    const { serviceEntries: before } = await ask(
      app.url,
      "{ serviceEntries { totalCount partial nodes { id cluster { name version } } } }",
    );
    await using reader = new EventReader(app.url, CHANGES, { types: ["ServiceEntry"] });
    await until("the snapshot's end", () => reader.events.some(({ kind }) => kind === "SNAPSHOT_END"));
    await other.create(room, serviceEntries.draft("b", "default"));
    await client.delete(`${room}/a`);
    await until("both changes", () => reader.events.length >= 4);

    expect(before).toMatchObject({ totalCount: 1, partial: false, nodes: [{ id: "ServiceEntry/eu-1/default/a" }] });
    expect(before.nodes[0].cluster.version).toMatch(/^v1\./);
    expect(new Set(reader.events)).toEqual(
      new Set([
        { kind: "SNAPSHOT", id: "ServiceEntry/eu-1/default/a" },
        { kind: "SNAPSHOT_END", id: null },
        { kind: "ADDED", id: "ServiceEntry/us-1/default/b" },
        { kind: "DELETED", id: "ServiceEntry/eu-1/default/a" },
      ]),
    );
  });

  test("serves what it knows while an API server is dead, says so, and goes on when it is back", async () => {
    await using folder = await temporaryFolder();
    await using plane = await startControlPlane({ crds: true });
    await using app = await startGateway(folder, { "eu-1": plane });
    await using before = new KubeClient(plane);
    const room = kubePath(serviceEntries, "default");
    await before.create(room, serviceEntries.draft("a", "default"));
    await until(
      "it is there",
      async () => (await ask(app.url, "{ serviceEntries { totalCount } }")).serviceEntries.totalCount === 1,
    );

    await plane.kill("SIGKILL");
    await until(
      "the watch waits",
      async () => (await phaseOf(app.url, "eu-1", "serviceentries.networking.istio.io")) === "WAITING",
    );
    const meanwhile = await ask(app.url, "{ serviceEntries { totalCount } }");
    await plane.restart();
    await using after = new KubeClient(plane);
    await after.create(room, serviceEntries.draft("b", "default"));
    await until(
      "the new one is there",
      async () => (await ask(app.url, "{ serviceEntries { totalCount } }")).serviceEntries.totalCount === 2,
      60_000,
    );

    expect(meanwhile.serviceEntries.totalCount).toBe(1);
  });

  test("takes a definition that is deleted for ABSENT, and reads it again when it is there again", async () => {
    await using folder = await temporaryFolder();
    await using plane = await startControlPlane({ crds: true });
    await using client = new KubeClient(plane);
    await client.create(kubePath(serviceEntries, "default"), serviceEntries.draft("a", "default"));
    await using app = await startGateway(folder, { "eu-1": plane });
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const name = "serviceentries.networking.istio.io";
    const { metadata, ...definition } = await client.get(`${definitions}/${name}`);

    await client.delete(`${definitions}/${name}`);
    await until("it is ABSENT and nothing is left", async () => {
      const { serviceEntries: left } = await ask(app.url, "{ serviceEntries { totalCount partial } }");
      return left.totalCount === 0 && !left.partial && (await phaseOf(app.url, "eu-1", name)) === "ABSENT";
    });
    await client.create(definitions, { ...definition, metadata: { name: metadata.name }, status: undefined });
    await until("it is served", async () => (await client.request("GET", kubePath(serviceEntries))).status === 200);
    await client.create(kubePath(serviceEntries, "default"), serviceEntries.draft("b", "default"));

    await until(
      "it is read again",
      async () => (await ask(app.url, "{ serviceEntries { totalCount } }")).serviceEntries.totalCount === 1,
      90_000,
    );
  });

  test("holds exactly what the API server holds after thousands of objects were created and deleted", async () => {
    await using folder = await temporaryFolder();
    await using plane = await startControlPlane();
    await using client = new KubeClient(plane);
    await using app = await startGateway(folder, { "eu-1": plane });
    const room = "/api/v1/namespaces/default/services";
    const names = Array.from({ length: OBJECTS }, (_, number) => `service-${number}`);
    const draft = (name: string) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name },
      spec: { type: "ExternalName", externalName: "a.example" },
    });
    const writer = async (share: number): Promise<void> => {
      for (let i = share; i < names.length; i += WRITERS) {
        await client.create(room, draft(names[i] ?? ""));
        if (i % 2 === 0) await client.delete(`${room}/${names[i]}`);
      }
    };

    await Promise.all(Array.from({ length: WRITERS }, (_, share) => writer(share)));

    const { items } = await client.list("/api/v1/services", { resourceVersion: "" });
    const truth = digest(items.map(({ metadata: { uid, resourceVersion } }) => `${uid} ${resourceVersion}`));
    await until("the digests are equal", async () => digest(await held(app.url)) === truth);
  });
});

describe.skipIf(withoutDebianEtcd)("a gateway over an API server that refuses WatchList", () => {
  test("lists by pages instead", async () => {
    await using folder = await temporaryFolder();
    await using plane = await startControlPlane({ etcd: "debian" });
    await using client = new KubeClient(plane);
    await using app = await startGateway(folder, { "eu-1": plane });

    await client.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "late" } });

    await until("it is there", async () => {
      const { namespace } = await ask(app.url, '{ namespace(cluster: "eu-1", name: "late") { name } }');
      return namespace !== null;
    });
    expect(await phaseOf(app.url, "eu-1", "namespaces")).toBe("WATCHING");
  });
});

const OBJECTS = 20_000;
const WRITERS = 16;

function digest(lines: readonly string[]): string {
  return createHash("sha256").update(lines.toSorted().join("\n")).digest("hex");
}

/** All services by pages, as uid and resourceVersion. */
async function held(url: string): Promise<string[]> {
  const query = `query ($after: String) {
    kubernetesServices(first: 200, after: $after) { nodes { uid resourceVersion } pageInfo { hasNextPage endCursor } }
  }`;
  const lines: string[] = [];
  for (let after: string | null = null; ;) {
    const { kubernetesServices: page } = await ask(url, query, { after });
    for (const { uid, resourceVersion } of page.nodes) lines.push(`${uid} ${resourceVersion}`);
    if (!page.pageInfo.hasNextPage) return lines;
    after = page.pageInfo.endCursor;
  }
}
