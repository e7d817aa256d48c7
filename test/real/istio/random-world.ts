import type { Random } from "../../../src/lib/random.ts";
import { createRandom } from "../../../src/lib/random.ts";
import type { KubeDraft } from "../../support/kube-wire.ts";
import type { DraftPort } from "./drafts.ts";
import { destinationRule, pod, service, serviceEntry, sidecar } from "./drafts.ts";
import { chance, namespaces, plainHosts, randomExportTo, serviceNames, some } from "./random-parts.ts";
import { randomVirtualService } from "./random-virtual-service.ts";
import type { WorldDraft } from "./world.ts";

const WAVES = 8;
const wildcards = ["*.example", "*.api.example"] as const;

/** By number: what is usually spoken there. Where a number has several, listeners get in each other's way. */
const ports: readonly (readonly DraftPort[])[] = [
  [
    { number: 9000, name: "http", protocol: "HTTP" },
    { number: 9000, name: "grpc", protocol: "GRPC" },
  ],
  [
    { number: 9001, name: "tls", protocol: "TLS" },
    { number: 9001, name: "https", protocol: "HTTPS" },
  ],
  [{ number: 9002, name: "tcp", protocol: "TCP" }],
  [
    { number: 9003, name: "second", protocol: "HTTP" },
    { number: 9003, name: "http2", protocol: "HTTP2" },
  ],
];

/** The same for the same seed: few names for many objects, so that they meet. */
export function randomWorld(seed: number): WorldDraft {
  const random = createRandom(seed);
  const drafts = [
    ...some(random, 1, 5, (at) => randomServiceEntry(random, at)),
    ...some(random, 0, 2, () => randomService(random)),
    ...some(random, 0, 2, (at) => randomSidecar(random, at)),
    ...some(random, 0, 3, (at) => randomVirtualService(random, at)),
    ...some(random, 0, 2, (at) => randomDestinationRule(random, at)),
    ...namespaces.map((namespace) => pod(`${namespace}/shop`, { app: "shop" })).filter(() => chance(random, 0.15)),
  ];
  const unique = new Map(
    drafts.map((draft) => [`${draft.kind} ${draft.metadata.namespace}/${draft.metadata.name}`, draft]),
  );
  const all = [...unique.values(), ...namespaces.map((namespace) => anything(namespace))];
  const at = all.map((draft, index) =>
    draft.kind === "ServiceEntry" && !chance(random, 0.03) ? index % WAVES : random.int(WAVES),
  );
  const waves = Array.from({ length: WAVES }, (_, wave) => all.filter((__, index) => at[index] === wave));
  return { title: `random world of seed ${seed}`, waves, names: ["other.example", "y.api.example"] };
}

/** Something that has each namespace be there. */
function anything(namespace: string): KubeDraft {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name: "anything" } };
}

function randomServiceEntry(random: Random, at: number): KubeDraft {
  const isWild = chance(random, 0.12);
  const host = isWild
    ? random.pick(wildcards)
    : chance(random, 0.12)
      ? `${random.pick(serviceNames)}.${random.pick(namespaces)}.svc.cluster.local`
      : random.pick(plainHosts);
  const more = !isWild && chance(random, 0.15) ? [random.pick(plainHosts)] : [];
  const chosen = ports.filter(() => chance(random, 0.45)).map((choices) => random.pick(choices));
  const resolution = random.pick(["STATIC", "STATIC", "DNS", "DNS", "DNS_ROUND_ROBIN", "NONE"]);
  return serviceEntry(`${random.pick(namespaces)}/se-${at}`, [...new Set([host, ...more])], {
    ports: chosen.length === 0 ? [ports[0]?.[0]] : chosen,
    resolution: isWild ? "NONE" : resolution,
    location: random.pick(["MESH_EXTERNAL", "MESH_EXTERNAL", "MESH_INTERNAL"]),
    ...(!isWild && chosen.some(({ protocol }) => protocol === "TCP") && { addresses: [`240.0.0.${at + 1}`] }),
    ...randomExportTo(random),
  });
}

function randomService(random: Random): KubeDraft {
  const place = `${random.pick(namespaces)}/${random.pick(serviceNames)}`;
  const chosen = ports.filter(() => chance(random, 0.5)).map((choices) => random.pick(choices));
  const { exportTo } = randomExportTo(random) as { readonly exportTo?: readonly string[] };
  const annotations = exportTo === undefined ? {} : { "networking.istio.io/exportTo": exportTo.join(",") };
  if (chance(random, 0.1))
    return service(place, { type: "ExternalName", externalName: random.pick(plainHosts), ports: [] }, annotations);
  return service(
    place,
    {
      ...(chance(random, 0.15) && { clusterIP: "None" }),
      ports: (chosen.length === 0 ? [{ number: 9000, name: "http" }] : chosen).map(({ number, name }) => ({
        name: name === "second" ? "http-second" : name,
        port: number,
      })),
    },
    annotations,
  );
}

function randomSidecar(random: Random, at: number): KubeDraft {
  const place = `${random.pick(namespaces)}/sidecar-${at}`;
  const hosts = (): readonly string[] => some(random, 1, 3, () => randomEgressHost(random));
  const port = { port: { number: 9000, name: "http", protocol: "HTTP" } };
  const egress = chance(random, 0.25) ? [{ ...port, hosts: hosts() }, { hosts: hosts() }] : [{ hosts: hosts() }];
  return sidecar(place, [], {
    egress,
    ...(chance(random, 0.3) && { workloadSelector: { labels: { app: "shop" } } }),
    ...(chance(random, 0.2) && { outboundTrafficPolicy: { mode: random.pick(["REGISTRY_ONLY", "ALLOW_ANY"]) } }),
  });
}

function randomEgressHost(random: Random): string {
  const namespace = random.pick([".", ".", "*", "*", "@a", "@b", "@c", "~", "~@b", "~*"]);
  const host = random.pick(["*", "*", "*.example", "*.api.example", ...plainHosts, "web.@a.svc.cluster.local"]);
  return `${namespace}/${host}`;
}

function randomDestinationRule(random: Random, at: number): KubeDraft {
  const host = random.pick([...plainHosts, "*.example", "web", "db.@b.svc.cluster.local"]);
  const names = random.pick([["v1"], ["v1", "v2"], ["v2"], []]);
  return destinationRule(`${random.pick(namespaces)}/dr-${at}`, host, {
    subsets: names.map((name) => ({ name, labels: { version: name } })),
    ...randomExportTo(random),
  });
}
