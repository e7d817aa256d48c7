import type { Random } from "../../../src/lib/random.ts";
import type { KubeDraft } from "../../support/kube-wire.ts";
import { virtualService } from "./drafts.ts";
import { chance, namespaces, plainHosts, randomExportTo, serviceNames, some } from "./random-parts.ts";

/** A VirtualService for requests, TLS or TCP; sometimes one that another delegates to. */
export function randomVirtualService(random: Random, at: number): KubeDraft {
  const place = `${random.pick(namespaces)}/vs-${at}`;
  const hosts = [...new Set(some(random, 1, 2, () => randomHost(random)))];
  const kind = random.pick(["http", "http", "http", "http", "tls", "tcp"]);
  const gateways = random.pick([undefined, undefined, undefined, ["mesh"], ["mesh", "gate"], ["gate"]]);
  const routes =
    kind === "http"
      ? { http: some(random, 1, 3, () => randomHttp(random, at)) }
      : kind === "tls"
        ? { tls: [randomTls(random, hosts)] }
        : { tcp: [randomTcp(random)] };
  const isDelegate = kind === "http" && at > 0 && chance(random, 0.2);
  return virtualService(place, isDelegate ? [] : hosts, {
    ...(gateways !== undefined && !isDelegate && { gateways }),
    ...routes,
    ...randomExportTo(random),
  });
}

function randomHost(random: Random): string {
  return random.pick([
    ...plainHosts,
    ...plainHosts,
    "*.example",
    "*.api.example",
    ...serviceNames,
    `${random.pick(serviceNames)}.${random.pick(namespaces)}.svc.cluster.local`,
  ]);
}

function randomDestination(random: Random, number: number | null): object {
  const host = random.pick([
    ...plainHosts,
    ...serviceNames,
    `${random.pick(serviceNames)}.${random.pick(namespaces)}.svc.cluster.local`,
    "missing.example",
  ]);
  return {
    host,
    ...(number !== null && { port: { number } }),
    ...(chance(random, 0.25) && { subset: random.pick(["v1", "v2"]) }),
  };
}

function randomHttp(random: Random, at: number): object {
  const match = random.pick([
    undefined,
    undefined,
    [{ uri: { prefix: "/a" } }],
    [{ uri: { exact: "/b" } }, { headers: { "x-user": { exact: "me" } } }],
    [{ port: random.pick([9000, 9003]) }],
    [{ sourceLabels: { app: "shop" } }],
    [{ sourceNamespace: random.pick(namespaces) }],
    [{ gateways: [random.pick(["mesh", "gate"])] }],
    [{ uri: { prefix: "/" } }],
  ]);
  const when = match === undefined ? {} : { match };
  if (chance(random, 0.08)) return { ...when, directResponse: { status: 418 } };
  if (chance(random, 0.08)) return { ...when, redirect: { authority: "api.example" } };
  if (chance(random, 0.12))
    return { ...when, delegate: { name: `vs-${random.int(at + 2)}`, namespace: random.pick(namespaces) } };
  const port = (): number | null => (chance(random, 0.5) ? random.pick([9000, 9003, 9002]) : null);
  const destinations = some(random, 1, 2, () => randomDestination(random, port()));
  const route =
    destinations.length === 1
      ? destinations.map((destination) => ({ destination }))
      : destinations.map((destination, index) => ({ destination, weight: random.pick([0, 50, 25 + index]) }));
  return { ...when, route };
}

function randomTls(random: Random, hosts: readonly string[]): object {
  const match = [
    {
      sniHosts: [random.pick(hosts)],
      ...(chance(random, 0.5) && { port: 9001 }),
      ...(chance(random, 0.15) && { sourceLabels: { app: "shop" } }),
    },
  ];
  return { match, route: [{ destination: randomDestination(random, chance(random, 0.7) ? 9001 : null) }] };
}

function randomTcp(random: Random): object {
  const match = random.pick([undefined, undefined, [{ port: 9002 }], [{ sourceLabels: { app: "shop" } }]]);
  const route = [{ destination: randomDestination(random, chance(random, 0.7) ? 9002 : null) }];
  return { ...(match !== undefined && { match }), route };
}
