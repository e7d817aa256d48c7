import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../../../src/app.ts";
import { startApp } from "../../../src/app.ts";
import { createConfig } from "../../../src/config.ts";
import { silent } from "../../../src/lib/logger.ts";
import { eventually } from "../../support/eventually.ts";
import type { ControlPlane } from "../support/control-plane.ts";
import { phaseOf, unheardOf } from "../support/gateway.ts";

export const JUDGED = "judged";

/** A gateway over the control plane that has read all of it, and may be asked large questions. */
export async function startJudgedGateway(folder: { readonly path: string }, plane: ControlPlane): Promise<App> {
  await writeFile(join(folder.path, JUDGED), plane.kubeconfig(JUDGED));
  const config = createConfig({
    server: { port: 0 },
    kubernetes: { kubeconfigs: [{ path: folder.path }] },
    access: { loopback: true },
    limits: { bodySize: "4MB", tokens: 200_000, aliases: 10_000, cost: 1_000_000, executionTime: "60s" },
  });
  const app = await startApp(config, { log: silent });
  await eventually(
    "the gateway has read the cluster",
    async () => {
      const [phase, unheard] = [await phaseOf(app.url, JUDGED), await unheardOf(app.url, JUDGED)];
      if (phase !== "LIVE" || unheard.length > 0) throw new Error(`${phase}, not heard: ${unheard.join(", ")}`);
    },
    { withinMs: 60_000 },
  );
  return app;
}
