import { expect, test } from "vitest";
import { observedBlocks, observedUnconsolidatable } from "../../../src/model/compute/node-disruption-observed.ts";

const now = new Date("2026-11-23T12:00:00Z");
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const blocked = (message: string, minutes = 1): { reason: string; message: string; at: Date } => ({
  reason: "DisruptionBlocked",
  message,
  at: ago(minutes),
});

test.each([
  ['Pod has "karpenter.sh/do-not-disrupt" annotation (Pod=shop/web-0)', "POD_DO_NOT_DISRUPT", ["Pod", "shop", "web-0"]],
  ["Pdb prevents pod evictions (PodDisruptionBudget=[shop/web])", "PDB", ["PodDisruptionBudget", "shop", "web"]],
  ["Eviction does not support multiple PDBs (PodDisruptionBudget(s)=[shop/a shop/b])", "MULTIPLE_PDBS", null],
  ["Node is nominated for a pending pod", "NODE_NOMINATED", null],
  ['Disruption is blocked through the "karpenter.sh/do-not-disrupt" annotation', "NODE_DO_NOT_DISRUPT", null],
  ["Node isn't initialized", "NODE_NOT_INITIALIZED", null],
  ["Nodeclaim does not have an associated node", "NODE_MISSING", null],
  ["Node doesn't have required label (label=karpenter.sh/nodepool)", "LABEL_MISSING", null],
  ["NodePool not found (NodePool=default)", "NODE_POOL_MISSING", ["NodePool", null, "default"]],
  ["Not all pods would schedule, shop/web-0 => no nodes", "BLOCKED", null],
])("%s is %s", (message, code, object) => {
  const [kind, namespace, name] = object ?? [];

  expect(observedBlocks([blocked(message, 0.25)], now)).toEqual([
    { code, message, object: object === null ? null : { kind, namespace, name }, evidence: "OBSERVED", until: null },
  ]);
});

test("a nomination holds a node for twenty seconds", () => {
  const at = (seconds: number): readonly string[] =>
    observedBlocks([blocked("Node is nominated for a pending pod", seconds / 60)], now).map(({ code }) => code);

  expect(at(20)).toEqual(["NODE_NOMINATED"]);
  expect(at(21)).toEqual([]);
});

test("only what was said lately counts, each message once, the latest first", () => {
  const events = [
    blocked("old", 6),
    blocked("second", 4),
    blocked("just in time", 5),
    blocked("first", 1),
    blocked("second", 2),
    { reason: "Unconsolidatable", message: "other", at: ago(1) },
  ];

  expect(observedBlocks(events, now).map(({ message }) => message)).toEqual(["first", "second", "just in time"]);
});

test("of why a node cannot be consolidated the last word counts, if it was said since the node is looked at", () => {
  const said = (message: string, minutes: number): { reason: string; message: string; at: Date } => ({
    reason: "Unconsolidatable",
    message,
    at: ago(minutes),
  });
  const events = [said("earlier", 25), said("Can't replace with a cheaper node", 10)];

  expect(observedUnconsolidatable(events, ago(60), now)).toEqual([
    {
      code: "UNCONSOLIDATABLE",
      message: "Can't replace with a cheaper node",
      object: null,
      evidence: "OBSERVED",
      until: null,
    },
  ]);
  expect(observedUnconsolidatable(events, ago(10), now)).toHaveLength(1);
  expect(observedUnconsolidatable(events, ago(5), now)).toEqual([]);
  expect(observedUnconsolidatable([said("long ago", 40)], null, now)).toEqual([]);
});
