import { destinationRule, httpTo, service, serviceEntry, virtualService } from "../drafts.ts";
import type { WorldDraft } from "../world.ts";

const hosts = [serviceEntry("@b/api", ["api.example"]), service("@b/web"), service("@a/any"), service("@c/any")];

function subsets(...names: readonly string[]): object {
  return { subsets: names.map((name) => ({ name, labels: { version: name } })) };
}

function toSubset(host: string, subset: string): object {
  return { http: [{ route: [{ destination: { host, subset } }] }] };
}

/** Subsets, and the DestinationRules that make them. */
export const subsetWorlds: readonly WorldDraft[] = [
  {
    title: "a subset that the service's namespace defines",
    waves: [
      [
        ...hosts,
        destinationRule("@b/api", "api.example", subsets("v1")),
        virtualService("@b/api", ["api.example"], toSubset("api.example", "v1")),
        virtualService("@b/web", ["web"], toSubset("web", "v2")),
      ],
    ],
  },
  {
    title: "the client's own DestinationRule goes before the service's",
    waves: [
      [
        ...hosts,
        destinationRule("@b/api", "api.example", subsets("v1")),
        destinationRule("@a/api", "api.example", subsets("v2")),
        virtualService("@b/api", ["api.example"], {
          http: [
            {
              route: [
                { destination: { host: "api.example", subset: "v1" }, weight: 50 },
                { destination: { host: "api.example", subset: "v2" }, weight: 50 },
              ],
            },
          ],
        }),
      ],
    ],
  },
  {
    title: "a DestinationRule of a namespace that is neither",
    waves: [
      [
        ...hosts,
        destinationRule("@c/api", "api.example", subsets("v1")),
        virtualService("@b/api", ["api.example"], toSubset("api.example", "v1")),
      ],
    ],
  },
  {
    title: "a DestinationRule of the root namespace",
    waves: [
      [
        ...hosts,
        destinationRule("istio-system/@a-api", "api.example", subsets("v1")),
        virtualService("@b/api", ["api.example"], toSubset("api.example", "v1")),
      ],
    ],
  },
  {
    title: "exportTo of DestinationRules",
    waves: [
      [
        ...hosts,
        destinationRule("@b/api", "api.example", { exportTo: ["."], ...subsets("v1") }),
        destinationRule("@b/web", "web", { exportTo: ["@a"], ...subsets("v1") }),
        virtualService("@b/api", ["api.example"], toSubset("api.example", "v1")),
        virtualService("@b/web", ["web"], toSubset("web", "v1")),
      ],
    ],
  },
  {
    title: "several DestinationRules for one host in one namespace",
    waves: [
      [...hosts, destinationRule("@b/old", "api.example", subsets("v1"))],
      [destinationRule("@b/young", "api.example", subsets("v1", "v2"))],
      [
        virtualService("@b/api", ["api.example"], {
          http: [
            httpTo("api.example", { match: [{ uri: { prefix: "/all" } }] }),
            {
              route: [
                { destination: { host: "api.example", subset: "v1" }, weight: 1 },
                { destination: { host: "api.example", subset: "v2" }, weight: 1 },
              ],
            },
          ],
        }),
      ],
    ],
  },
  {
    title: "a DestinationRule for a wildcard, and one for the host",
    waves: [
      [
        ...hosts,
        destinationRule("@b/all", "*.example", subsets("v1")),
        destinationRule("@b/all-web", "*.svc.cluster.local", { exportTo: ["."], ...subsets("v1") }),
        destinationRule("@b/web", "web", subsets("v2")),
        virtualService("@b/api", ["api.example"], toSubset("api.example", "v1")),
        virtualService("@b/web", ["web"], toSubset("web", "v1")),
      ],
    ],
  },
  {
    title: "a DestinationRule for some workloads",
    waves: [
      [
        ...hosts,
        destinationRule("@b/some", "api.example", {
          workloadSelector: { matchLabels: { app: "shop" } },
          ...subsets("v1"),
        }),
        virtualService("@b/api", ["api.example"], toSubset("api.example", "v1")),
      ],
    ],
  },
];
