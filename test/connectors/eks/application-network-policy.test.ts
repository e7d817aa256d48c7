import { expect, test } from "vitest";
import { applicationNetworkPolicy } from "../../../connectors/eks/application-network-policy.ts";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };

test.each([
  ["nothing", {}, []],
  ["no rule", { egress: [] }, []],
  ["a rule for all", { egress: [{}] }, []],
  ["only addresses", { egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] }, []],
  [
    "names of several peers and rules",
    { egress: [{ to: [{ domainNames: ["a", "b"] }, { domainNames: ["b", "c"] }] }, { to: [{ domainNames: ["a"] }] }] },
    ["a", "b", "c"],
  ],
])("a policy that says %s names each host once", (_, spec, domainNames) => {
  const policy = new Decoder("eu-1").decode(applicationNetworkPolicy, { metadata, spec });

  expect(policy.domainNames).toEqual(domainNames);
  expect(policy.spec).toEqual(spec);
});
