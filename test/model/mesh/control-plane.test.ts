import { expect, test } from "vitest";
import { controlPlanes } from "../../../src/model/mesh/control-plane.ts";
import { revisionOf } from "../../../src/model/mesh/revision.ts";

const istiod = (revision: string | undefined, image: string, istiodEnvironment: Record<string, string> = {}) => ({
  labels: revision === undefined ? {} : { "istio.io/rev": revision },
  images: [image],
  istiodEnvironment,
});
const injectors = [
  { revision: "canary", tag: null },
  { revision: "canary", tag: "prod" },
  { revision: "canary", tag: "beta" },
  { revision: "canary", tag: "beta" },
  { revision: "default", tag: null },
];

test("each revision is told once, with its tags, by its ConfigMap or its istiod", () => {
  const configs = [{ revision: "elsewhere" }, { revision: "default" }];
  const istiods = [
    istiod(undefined, "docker.io/istio/pilot:1.30.3"),
    istiod("canary", "registry.example/pilot:1.31.1-tetratefips-v0", { COMPLIANCE_POLICY: "fips-140-2" }),
  ];

  expect(controlPlanes(configs, istiods, injectors)).toEqual([
    {
      revision: "canary",
      tags: ["beta", "prod"],
      version: "1.31.1",
      distribution: "TETRATE",
      fipsClaimed: true,
      fipsEnforced: true,
    },
    {
      revision: "default",
      tags: [],
      version: "1.30.3",
      distribution: "COMMUNITY",
      fipsClaimed: false,
      fipsEnforced: false,
    },
    {
      revision: "elsewhere",
      tags: [],
      version: null,
      distribution: "UNKNOWN",
      fipsClaimed: null,
      fipsEnforced: null,
    },
  ]);
});

test.each([
  ["prod", "canary"],
  ["canary", "canary"],
  ["default", "default"],
  ["unheard", "unheard"],
])("%s means the revision %s", (name, revision) => {
  expect(revisionOf(name, injectors)).toBe(revision);
});
