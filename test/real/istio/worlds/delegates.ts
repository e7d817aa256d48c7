import { httpTo, serviceEntry, service, virtualService } from "../drafts.ts";
import type { WorldDraft } from "../world.ts";

const hosts = [serviceEntry("@a/one", ["one.example"]), serviceEntry("@b/two", ["two.example"]), service("@c/any")];

function delegating(name: string, namespace?: string, more: object = {}): object {
  return { delegate: { name, ...(namespace !== undefined && { namespace }) }, ...more };
}

const teapot = { directResponse: { status: 418 } };

/** VirtualServices that leave routes to others. */
export const delegates: readonly WorldDraft[] = [
  {
    title: "a delegate under a prefix",
    waves: [
      [
        ...hosts,
        virtualService("@a/root", ["one.example"], {
          http: [delegating("part", "@b", { match: [{ uri: { prefix: "/p" } }] }), httpTo("one.example")],
        }),
        virtualService("@b/part", [], {
          http: [
            { match: [{ uri: { prefix: "/p/x" } }], ...teapot },
            { match: [{ uri: { prefix: "/q" } }], directResponse: { status: 419 } },
            httpTo("two.example"),
          ],
        }),
      ],
    ],
  },
  {
    title: "a delegate that is not there",
    waves: [
      [...hosts, virtualService("@a/root", ["one.example"], { http: [delegating("missing"), httpTo("two.example")] })],
    ],
  },
  {
    title: "delegates that delegate, in a circle and not",
    waves: [
      [
        ...hosts,
        virtualService("@a/root", ["one.example"], { http: [delegating("left"), httpTo("two.example")] }),
        virtualService("@a/left", [], { http: [delegating("right")] }),
        virtualService("@a/right", [], { http: [delegating("left"), teapot] }),
        virtualService("@a/self", ["two.example"], { http: [delegating("self"), teapot] }),
      ],
    ],
  },
  {
    title: "a delegate that is not exported to the namespace that delegates",
    waves: [
      [
        ...hosts,
        virtualService("@a/root", ["one.example"], { http: [delegating("part", "@b"), httpTo("two.example")] }),
        virtualService("@b/part", [], { exportTo: ["."], http: [teapot] }),
      ],
    ],
  },
  {
    title: "a delegate with hosts of its own is none",
    waves: [
      [
        ...hosts,
        virtualService("@a/root", ["one.example"], { http: [delegating("part"), httpTo("two.example")] }),
        virtualService("@a/part", ["two.example"], { http: [teapot] }),
      ],
    ],
  },
];
