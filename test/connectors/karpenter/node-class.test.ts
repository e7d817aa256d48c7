import { expect, test } from "vitest";
import { nodeClass } from "../../../connectors/eks/node-class.ts";
import { ec2NodeClass } from "../../../connectors/karpenter/ec2-node-class.ts";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import type { Kind } from "../../../connectors/kubernetes/kind.ts";

const metadata = { name: "a", uid: "u", resourceVersion: "1" };
const decoder = new Decoder("eu-1");

const kinds: readonly (readonly [string, Kind])[] = [
  ["EC2NodeClass", ec2NodeClass],
  ["NodeClass", nodeClass],
];

test.each(kinds)("%s: neither user data nor certificates nor proxies are kept", (_, kind) => {
  const spec = {
    userData: "hunter2",
    certificateBundles: [{ name: "c", data: "hunter2" }],
    advancedNetworking: { httpsProxy: "http://user:hunter2@proxy.example.com" },
  };

  expect(JSON.stringify(decoder.decode(kind, { metadata, spec }))).not.toContain("hunter2");
});

test.each(kinds)(
  "%s: one that says nothing has neither role nor terms nor tags, and is not known to be ready",
  (_, kind) => {
    expect(decoder.decode(kind, { metadata })).toMatchObject({
      role: null,
      instanceProfile: null,
      subnetSelectorTerms: [],
      securityGroupSelectorTerms: [],
      tags: {},
      ready: null,
      conditions: [],
    });
  },
);

test.each(kinds)("%s: the instance profile is the one that it asks for, not the one that was made", (_, kind) => {
  const status = { instanceProfile: "made" };

  expect(decoder.decode(kind, { metadata, status })).toMatchObject({ instanceProfile: null });
  expect(decoder.decode(kind, { metadata, spec: { instanceProfile: "own" }, status })).toMatchObject({
    instanceProfile: "own",
  });
});

test.each(kinds)("%s: it is ready as its condition says", (_, kind) => {
  for (const [status, ready] of [
    ["True", true],
    ["False", false],
    ["Unknown", null],
  ] as const) {
    const conditions = [
      { type: "SubnetsReady", status: "True" },
      { type: "Ready", status },
    ];
    expect(decoder.decode(kind, { metadata, status: { conditions } })).toMatchObject({ ready });
  }
});
