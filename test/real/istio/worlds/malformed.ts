import { http, httpTo, service, serviceEntry, sidecar, virtualService } from "../drafts.ts";
import type { WorldDraft } from "../world.ts";

/** What an API server takes without Istio's webhook. */
export const malformed: readonly WorldDraft[] = [
  {
    title: "hosts in capitals",
    waves: [
      [serviceEntry("@a/capitals", ["API.Example"]), serviceEntry("@a/route", ["Route.example"])],
      [
        serviceEntry("@b/small", ["other.example"]),
        virtualService("@b/route", ["route.example"], { http: [httpTo("API.Example")] }),
        sidecar("@c/default", ["*/api.example"]),
      ],
    ],
  },
  {
    title: "hosts with a trailing dot, of one label, with an underscore, or an address",
    waves: [
      [
        serviceEntry("@a/dot", ["dot.example."]),
        serviceEntry("@a/underscore", ["under_score.example"]),
        serviceEntry("@a/dash", ["-dash.example"]),
        serviceEntry("@a/dots", ["two..example"]),
        serviceEntry("@a/partial", ["*part.example"], { resolution: "NONE" }),
        service("@b/any"),
      ],
    ],
  },
  {
    title: "a host twice in one entry",
    waves: [[serviceEntry("@a/twice", ["twice.example", "twice.example"], { ports: [http] }), service("@b/any")]],
  },
  {
    title: "addresses that are none",
    waves: [
      [
        serviceEntry("@a/all", ["all.example"], { addresses: ["not-an-address"] }),
        serviceEntry("@a/some", ["some.example"], { addresses: ["300.1.1.1", "240.0.0.9"] }),
        service("@b/any"),
      ],
    ],
  },
  {
    title: "an entry without ports, and one with an odd protocol",
    waves: [
      [
        serviceEntry("@a/none", ["none.example"], { ports: [] }),
        serviceEntry("@a/udp", ["udp.example"], { ports: [{ number: 9000, name: "dns", protocol: "UDP" }] }),
        service("@b/any"),
      ],
    ],
  },
  {
    title: "VirtualServices with nothing in them",
    waves: [
      [
        serviceEntry("@a/one", ["one.example"]),
        serviceEntry("@a/two", ["two.example"]),
        virtualService("@a/nothing", ["one.example"], {}),
        virtualService("@a/empty", ["two.example"], { http: [{}] }),
        service("@b/any"),
      ],
    ],
  },
  {
    title: "a VirtualService with two hosts, one of them twice, and a host in capitals",
    waves: [
      [
        serviceEntry("@a/one", ["one.example"]),
        serviceEntry("@a/two", ["two.example"]),
        virtualService("@a/both", ["one.example", "two.example", "one.example"], {
          http: [{ directResponse: { status: 418 } }],
        }),
        service("@b/any"),
      ],
    ],
  },
  {
    title: "Sidecars with hosts that are empty or nonsense",
    waves: [
      [
        serviceEntry("@a/one", ["one.example"]),
        serviceEntry("@b/two", ["two.example"]),
        sidecar("@a/default", []),
        sidecar("@b/default", ["*"]),
        sidecar("@c/default", ["/two.example", "@b/"]),
      ],
    ],
  },
];
