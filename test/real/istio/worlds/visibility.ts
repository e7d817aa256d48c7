import { service, serviceEntry, tls } from "../drafts.ts";
import type { WorldDraft } from "../world.ts";

const others = [service("@b/any"), service("@c/any")];

/** Who may see an object. */
export const visibility: readonly WorldDraft[] = [
  {
    title: "each form of exportTo",
    waves: [
      [
        serviceEntry("@a/everyone", ["everyone.example"], { exportTo: ["*"] }),
        serviceEntry("@a/own", ["own.example"], { exportTo: ["."] }),
        serviceEntry("@a/named", ["named.example"], { exportTo: ["@b"] }),
        serviceEntry("@a/nobody", ["nobody.example"], { exportTo: ["~"] }),
        serviceEntry("@a/unsaid", ["unsaid.example"]),
        serviceEntry("@a/empty", ["empty.example"], { exportTo: [] }),
        ...others,
      ],
    ],
  },
  {
    title: "mixtures in exportTo that a webhook would refuse",
    waves: [
      [
        serviceEntry("@a/one", ["one.example"], { exportTo: ["*", "."] }),
        serviceEntry("@a/two", ["two.example"], { exportTo: [".", "~"] }),
        serviceEntry("@a/three", ["three.example"], { exportTo: ["*", "~"] }),
        serviceEntry("@a/four", ["four.example"], { exportTo: [".", "@b", "@b"] }),
        serviceEntry("@a/five", ["five.example"], { exportTo: ["@a", "@b"] }),
        serviceEntry("@a/six", ["six.example"], { exportTo: ["no-such-namespace"] }),
        serviceEntry("@a/seven", ["seven.example"], { exportTo: ["@b", "~"] }),
        ...others,
      ],
    ],
  },
  {
    title: "exportTo of a Kubernetes Service is an annotation",
    waves: [
      [
        service("@a/own", {}, { "networking.istio.io/exportTo": "." }),
        service("@a/named", {}, { "networking.istio.io/exportTo": " @b , @a" }),
        service("@a/nobody", {}, { "networking.istio.io/exportTo": "~" }),
        service("@a/everyone", {}, { "networking.istio.io/exportTo": "*" }),
        service("@a/empty", {}, { "networking.istio.io/exportTo": "" }),
        ...others,
      ],
    ],
  },
  {
    title: "a private entry does not keep a public one of its host from others",
    waves: [
      [serviceEntry("@a/private", ["api.example"], { exportTo: ["."] })],
      [serviceEntry("@b/public", ["api.example"]), service("@c/any")],
    ],
  },
  {
    title: "in one namespace an older private entry and a younger public one",
    waves: [
      [serviceEntry("@a/private", ["api.example"], { exportTo: ["."] })],
      [serviceEntry("@a/public", ["api.example"], { ports: [tls] }), service("@c/any")],
    ],
  },
  {
    title: "in one namespace an older entry for b and a younger one for c",
    waves: [
      [serviceEntry("@a/for-b", ["api.example"], { exportTo: ["@b"] }), ...others],
      [serviceEntry("@a/for-c", ["api.example"], { exportTo: ["@c"] })],
    ],
  },
];
