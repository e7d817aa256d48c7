import type { KubeClient } from "../../support/kube-client.ts";
import type { ControlPlane } from "../support/control-plane.ts";
import type { IstioOracle } from "../support/istio-oracle.ts";
import type { Istiod } from "../support/istiod.ts";
import { startIstiod } from "../support/istiod.ts";
import type { Batch } from "./batch.ts";
import { meshConfigOf } from "./batch.ts";
import { batchSettled } from "./batch-settled.ts";

const STARTS = 3;

/**
 * An istiod that holds all of a batch. One that read an EndpointSlice before its Service may miss the endpoints for good: then another is
 * started.
 */
export async function startSettledIstiod(
  plane: ControlPlane,
  client: KubeClient,
  oracle: IstioOracle,
  batch: Batch,
): Promise<Istiod> {
  const namespaces = batch.worlds.flatMap((world) => world.namespaces);
  for (let start = 1; ; start++) {
    const istiod = await startIstiod(plane, { meshConfig: meshConfigOf(batch), env: batch.env });
    try {
      await batchSettled(istiod, oracle, client, namespaces);
      return istiod;
    } catch (error) {
      await istiod[Symbol.asyncDispose]();
      if (start === STARTS) throw error;
    }
  }
}
