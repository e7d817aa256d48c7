import { afterAll, describe, expect, test } from "vitest";
import { ask, type GraphAnswer } from "./support/graph-client.ts";
import { type SceneQuestion, startScenes } from "./support/start-scenes.ts";

const scenes = await startScenes(1, 2026);
afterAll(() => scenes[Symbol.asyncDispose]());

const names = ({ nodes }: GraphAnswer): string[] => nodes.map(({ name }: GraphAnswer) => name);

const controlPlanes = (mesh: string): string =>
  `{ mesh(name: "${mesh}") { trustDomain clusters { nodes { name } } controlPlanes {
    cluster { name } revision version tags network distribution proxyVersions { version proxies } } } }`;

const controlPlanesSeen = ({ mesh }: GraphAnswer): unknown => ({
  trustDomain: mesh.trustDomain,
  clusters: names(mesh.clusters),
  controlPlanes: mesh.controlPlanes.map((plane: GraphAnswer) =>
    [plane.cluster.name, plane.revision, plane.version, plane.tags.join(), plane.network, plane.distribution].join(" "),
  ),
});

/** How many proxies of which version follow each control plane, by revision. */
const proxiesSeen = ({ mesh }: GraphAnswer): unknown =>
  mesh.controlPlanes.map(({ cluster, revision, proxyVersions }: GraphAnswer) => [
    `${cluster.name} ${revision}`,
    ...proxyVersions.map(({ version, proxies }: GraphAnswer) => `${proxies} of ${version}`),
  ]);

const watchesOf = (cluster: string): string =>
  `{ sources(filter: { clusters: ["${cluster}"] }) { watches { resource phase objects } } }`;

/** The API groups of which the cluster has nothing. */
const absentGroups = ({ sources: [source] }: GraphAnswer): unknown => {
  const groupOf = ({ resource }: GraphAnswer): string => resource.slice(resource.indexOf(".") + 1);
  const groups = Map.groupBy<string, GraphAnswer>(source.watches, groupOf);
  return [...groups]
    .flatMap(([group, all]) => (all.every(({ phase }) => phase === "ABSENT") ? [group] : []))
    .toSorted();
};

const questions: readonly SceneQuestion[] = [
  [
    "what the control planes say makes two meshes",
    "{ meshes { nodes { name } } }",
    ({ meshes }) => names(meshes),
    ["payments", "retail"],
  ],
  [
    "the shops' mesh has a control plane in each of its clusters, and a canary with no tag beside the tagged one",
    controlPlanes("retail"),
    controlPlanesSeen,
    {
      trustDomain: "retail.example",
      clusters: ["eu-1", "us-1"],
      controlPlanes: [
        "eu-1 1-31 1.31.1  eu-1-network COMMUNITY",
        "eu-1 default 1.30.4 prod eu-1-network COMMUNITY",
        "us-1 default 1.30.4  us-1-network COMMUNITY",
      ],
    },
  ],
  [
    "the bank's mesh has a trust domain of its own",
    controlPlanes("payments"),
    controlPlanesSeen,
    {
      trustDomain: "payments.example",
      clusters: ["eu-2", "hybrid-1"],
      controlPlanes: [
        "eu-2 default 1.31.1  eu-2-network COMMUNITY",
        "hybrid-1 default 1.31.1  hybrid-1-network COMMUNITY",
      ],
    },
  ],
  [
    "the ledger's proxies are the canary's, all others in the shops' mesh the stable one's",
    controlPlanes("retail"),
    proxiesSeen,
    [
      ["eu-1 1-31", "8 of 1.31.1"],
      ["eu-1 default", "28 of 1.30.4"],
      ["us-1 default", "34 of 1.30.4"],
    ],
  ],
  [
    "one cluster is in no mesh, and the mesh of the unreachable one is not known",
    "{ clusters { nodes { name meshes { name } } } }",
    ({ clusters }) =>
      Object.fromEntries(
        clusters.nodes.map(({ name, meshes }: GraphAnswer) => [name, meshes.map((mesh: GraphAnswer) => mesh.name)]),
      ),
    {
      "ap-1": [],
      "batch-1": [],
      "eu-1": ["retail"],
      "eu-2": ["payments"],
      "hybrid-1": ["payments"],
      "us-1": ["retail"],
    },
  ],
  [
    "what runs a cluster's machines is told from its nodes",
    "{ clusters { nodes { name computeMode region } } }",
    ({ clusters }) =>
      clusters.nodes.map(({ name, computeMode, region }: GraphAnswer) => `${name} ${computeMode} ${region}`),
    [
      "ap-1 UNKNOWN null",
      "batch-1 KARPENTER us-west-2",
      "eu-1 MIXED eu-west-1",
      "eu-2 MIXED eu-central-1",
      "hybrid-1 MIXED eu-central-1",
      "us-1 AUTO_MODE us-east-1",
    ],
  ],
  [
    "the unreachable cluster's source is down, and says why",
    '{ sources(filter: { phases: [DOWN] }) { cluster phase error { code } watches { phase } } cluster(name: "ap-1") { version } }',
    ({ sources, cluster }) => [
      sources.map(({ cluster: name, phase, error }: GraphAnswer) => `${name} ${phase} ${error.code}`),
      new Set(sources[0].watches.map(({ phase }: GraphAnswer) => phase)),
      cluster.version,
    ],
    [["ap-1 DOWN CONNECTION_FAILED"], new Set(["WAITING"]), null],
  ],
  [
    "a list that asks the unreachable cluster too is partial, others are not",
    `{ all: pods(first: 0) { partial sources { cluster phase } } some: pods(filter: { clusters: ["eu-1", "us-1"] }, first: 0) { partial }
      retail: pods(filter: { meshes: ["retail"] }, first: 0) { totalCount } }`,
    ({ all, some, retail }) => ({
      all: all.partial,
      down: all.sources.filter(({ phase }: GraphAnswer) => phase !== "LIVE"),
      some: some.partial,
      retail: retail.totalCount,
    }),
    { all: true, down: [{ cluster: "ap-1", phase: "DOWN" }], some: false, retail: 102 },
  ],
  [
    "a cluster of Karpenter alone has nothing of Istio's",
    watchesOf("batch-1"),
    absentGroups,
    [
      "eks.amazonaws.com",
      "gateway.networking.k8s.io",
      "networking.istio.io",
      "networking.k8s.aws",
      "security.istio.io",
      "telemetry.istio.io",
    ],
  ],
  [
    "a cluster on Auto Mode has EKS's NodeClass in place of EC2NodeClasses, and here no Gateway API",
    watchesOf("us-1"),
    absentGroups,
    ["gateway.networking.k8s.io", "karpenter.k8s.aws"],
  ],
  [
    "a hybrid cluster has nothing of Karpenter's",
    watchesOf("hybrid-1"),
    absentGroups,
    ["eks.amazonaws.com", "gateway.networking.k8s.io", "karpenter.k8s.aws", "karpenter.sh", "networking.k8s.aws"],
  ],
  [
    "who may do what is watched, and is not in the graph",
    `{ sources(filter: { phases: [LIVE] }) { watches { resource phase objects } }
      __schema { types { name } } }`,
    ({ sources, __schema }) => [
      sources.map(({ watches }: GraphAnswer) =>
        watches
          .filter(({ resource }: GraphAnswer) => resource.endsWith(".rbac.authorization.k8s.io"))
          .map(({ resource, phase, objects }: GraphAnswer) => `${resource.split(".")[0]} ${phase} ${objects > 0}`),
      ),
      __schema.types.filter(({ name }: GraphAnswer) => /Role/.test(name)),
    ],
    [
      Array.from({ length: 5 }, () => [
        "clusterrolebindings WATCHING true",
        "clusterroles WATCHING true",
        "rolebindings WATCHING true",
        "roles WATCHING true",
      ]),
      [],
    ],
  ],
];

describe.each(scenes.all)("of the scene with seed $seed", ({ url }) => {
  test.each(questions)("%s", async (_sentence, query, seen, expected) => {
    expect(seen(await ask(url, query))).toEqual(expected);
  });
});
