import { describe, expect, test } from "vitest";
import { KubeClient } from "../support/kube-client.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { installationOf, labelsOf } from "./istio/batch.ts";
import { batchesOf } from "./istio/batches.ts";
import type { Check } from "./istio/comparison.ts";
import { judgeBatch } from "./istio/judge-batch.ts";
import { startJudgedGateway } from "./istio/judge-gateway.ts";
import { createAll, namespace, populate } from "./istio/populate.ts";
import { describeDisagreement, summaryOf } from "./istio/report.ts";
import { serviceAddresses } from "./istio/service-addresses.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { startIstioOracle } from "./support/istio-oracle.ts";
import { withoutTools } from "./support/tools.ts";

/** Where the seeds of the random worlds begin, and how many worlds there are: another number asks other questions. */
const seed = Number(process.env["JUDGE_SEED"] ?? 1000);
const randomWorlds = Number(process.env["JUDGE_WORLDS"] ?? 200);

const MAX_UNKNOWN_SHARE = 0.02;
const SHOWN = 8;

describe.skipIf(withoutTools)("the graph against a real istiod", () => {
  test("says of each host and sidecar what istiod does, and seldom that it cannot be told", async () => {
    const batches = batchesOf({ seed, worlds: randomWorlds });
    await using folder = await temporaryFolder();
    await using plane = await startControlPlane({
      crds: true,
      apiServer: { "service-cluster-ip-range": "10.96.0.0/16" },
    });
    await using client = new KubeClient(plane);
    await createAll(client, [namespace("istio-system", {}), namespace("istio-root", {})]);
    await createAll(client, batches.flatMap(installationOf));
    await populate(
      client,
      batches.flatMap(({ revision, worlds }) => worlds.map((world) => [world, labelsOf(revision)] as const)),
    );
    await using gateway = await startJudgedGateway(folder, plane);
    await using one = startIstioOracle();
    await using two = startIstioOracle();
    const addresses = await serviceAddresses(client);
    const parties = { plane, client, oracles: [one, two], graphUrl: gateway.url, addresses };

    const checks: Check[] = [];
    for (const batch of batches) checks.push(...(await judgeBatch(parties, batch)));

    const worlds = batches.flatMap((batch) => batch.worlds);
    process.stdout.write(`${summaryOf(checks, worlds)}, random worlds from seed ${seed}\n`);
    const disagreed = checks.filter(({ verdict }) => verdict === "DISAGREED");
    const unknown = checks.filter(({ verdict }) => verdict === "UNKNOWN");
    expect(disagreed.slice(0, SHOWN).map(describeDisagreement)).toEqual([]);
    expect(disagreed).toHaveLength(0);
    expect(unknown.length).toBeLessThan(checks.length * MAX_UNKNOWN_SHARE);
    expect(worlds.length).toBeGreaterThanOrEqual(randomWorlds);
  }, 600_000);
});
