import { z } from "zod";
import { kubernetesSection, meshesSection } from "./kubernetes.ts";
import { limitsSection } from "./limits.ts";
import { serverSection } from "./server.ts";
import { byteSize, duration } from "./values.ts";

const LOOPBACK_ONLY =
  "nobody can be authenticated yet, so only the loopback mode is served: set access.loopback: true to let whoever is on this machine read all";

const DAY = 86_400_000;

/** Everything that can be configured. Relative paths are relative to `base`, the folder of the file. */
export function configSchema(base: string) {
  return z.strictObject({
    server: serverSection(base).prefault({}).describe("Where the graph is served."),
    kubernetes: kubernetesSection(base).prefault({}).describe("Which clusters there are."),
    meshes: meshesSection()
      .optional()
      .describe("By default a mesh is a mesh id, else a trust domain, that the clusters name."),
    access: z
      .strictObject({
        loopback: z
          .literal(true, { error: LOOPBACK_ONLY })
          .describe("Development: whoever is on this machine may read all, and nothing listens elsewhere."),
      })
      .prefault({} as { loopback: true })
      .describe("Who may see what."),
    limits: limitsSection.prefault({}).describe("What one client, and one cluster, may cost."),
    changelog: z
      .strictObject({
        retention: duration({ max: 366 * DAY })
          .prefault("24h")
          .describe("How long changes are kept: an absence of a night can resume."),
        maxBytes: byteSize({ min: 1e6 })
          .prefault("256MiB")
          .describe("How much memory they may take; the oldest go first."),
      })
      .prefault({})
      .describe("The past that `history` and resuming subscribers read."),
    log: z
      .strictObject({
        level: z
          .enum(["error", "warn", "info", "debug"])
          .default("info")
          .describe("The least that is written: info is what an operator follows, debug is each event."),
      })
      .prefault({})
      .describe("What is written to stderr."),
  });
}

/** What a file may have, as JSON Schema: for editors, and committed as docs/meshgraph.schema.json. */
export function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(configSchema("."), { io: "input" });
}
