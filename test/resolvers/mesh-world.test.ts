import * as fc from "fast-check";
import { expect, test } from "vitest";
import { destinationRule } from "../../connectors/istio/destination-rule.ts";
import { serviceEntry } from "../../connectors/istio/service-entry.ts";
import { virtualService } from "../../connectors/istio/virtual-service.ts";
import { kubernetesService } from "../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { meshWorldOf } from "../../resolvers/mesh-world.ts";
import type { DestinationRule } from "../../schema/destination-rule.ts";
import type { KubernetesService } from "../../schema/kubernetes-service.ts";
import type { ServiceEntry } from "../../schema/service-entry.ts";
import type { VirtualService } from "../../schema/virtual-service.ts";
import { everything } from "../../src/access/rights.ts";
import { StoreView } from "../../src/access/store-view.ts";
import type { RouteWorld } from "../../src/model/istio/route-lookup.ts";
import { Store } from "../../src/store/store.ts";
import { routeWorldOf } from "../model/istio/support/route-world.ts";
import { object } from "../support/entities.ts";

type MeshObject = ServiceEntry | VirtualService | DestinationRule | KubernetesService;

/** Some that differ in capitals and dots only, and wildcards of whole labels, of parts of one, and of everything. */
const hosts = [
  [
    "api.example",
    "API.example",
    "api.example.",
    "eu.api.example",
    "*.api.example",
    "*.example",
    "*.EXAMPLE",
    "*api.example",
  ],
  [
    "*",
    "*.",
    ".",
    "web",
    "Web",
    "web.shop.svc.cluster.local",
    "WEB.shop.svc.cluster.local",
    "web.pay.svc.cluster.local",
    "",
  ],
].flat();
const host = fc.constantFrom(...hosts);
const some = fc.array(host, { maxLength: 3 });
/** A destination without a host leads nowhere, and is in no index. */
const named = (list: readonly string[]): readonly string[] => list.filter((one) => one !== "");
const space = fc.constantFrom("shop", "pay");

const draft = fc.oneof(
  fc.record({ kind: fc.constant("entry" as const), space, hosts: some }),
  fc.record({
    kind: fc.constant("route" as const),
    space,
    hosts: some,
    to: some.map(named),
    delegate: fc.option(space),
  }),
  fc.record({ kind: fc.constant("rule" as const), space, host }),
  fc.record({ kind: fc.constant("service" as const), space, alias: fc.option(host) }),
);

/** Each with a name of its own but Services, which have the names that hosts are about. */
function objectOf(
  one: typeof draft extends fc.Arbitrary<infer T> ? T : never,
  at: number,
  cluster: string,
): MeshObject {
  const path = `${cluster}/${one.space}/object-${at}`;
  switch (one.kind) {
    case "entry":
      return object(serviceEntry, path, { spec: { hosts: one.hosts, resolution: "DNS" } });
    case "route": {
      const route = one.to.map((each) => ({ destination: { host: each } }));
      const delegate = one.delegate === null ? {} : { delegate: { name: "object-0", namespace: one.delegate } };
      return object(virtualService, path, {
        spec: { hosts: one.hosts, http: [{ route, ...delegate }], tls: [{ route }] },
      });
    }
    case "rule":
      return object(destinationRule, path, { spec: { host: one.host } });
    case "service":
    default:
      return object(kubernetesService, `${cluster}/${one.space}/web`, {
        spec: one.alias === null ? { type: "ClusterIP" } : { type: "ExternalName", externalName: one.alias },
      });
  }
}

function worldOverStore(objects: readonly MeshObject[]): RouteWorld {
  const store = new Store();
  store.restart({ epoch: "e", position: "1-0", entities: objects });
  const view = new StoreView({ store, rights: everything, now: new Date(0), scanBudget: Infinity });
  return meshWorldOf(view, "eu-1", null);
}

const asked = ["servicesOf", "aliasesOf", "virtualServicesOf", "virtualServicesTo", "destinationRulesOf"] as const;
const askedOfWildcards = ["servicesUnder", "virtualServicesUnder"] as const;

/** What is found under a host, whatever it is. */
const found = (
  things: readonly { readonly name: string; readonly namespace: string | null; readonly host?: string }[],
) => things.map(({ namespace, name, host: under = "" }) => `${namespace}/${name} ${under}`).toSorted();

test("the indexes find for every host what a look at each object of the cluster finds", () => {
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 12 }), (drafts) => {
      const objects = [
        ...new Map(drafts.map((one, at) => objectOf(one, at, "eu-1")).map((one) => [one.id, one])).values(),
      ];
      const elsewhere = drafts.map((one, at) => objectOf(one, at + 50, "us-1"));
      const [world, naive] = [worldOverStore([...objects, ...elsewhere]), routeWorldOf({ objects })];

      for (const each of hosts) {
        for (const method of asked)
          expect([method, each, found(world[method](each))]).toEqual([method, each, found(naive[method](each))]);
        for (const method of each.startsWith("*") ? askedOfWildcards : [])
          expect([method, each, found(world[method](each))]).toEqual([method, each, found(naive[method](each))]);
      }
      for (const name of ["shop", "pay"])
        expect(found(world.virtualServicesDelegatingTo(name, "object-0"))).toEqual(
          found(naive.virtualServicesDelegatingTo(name, "object-0")),
        );
    }),
    { numRuns: 200 },
  );
});
