import { z } from "zod";
import { duration, path } from "./values.ts";

const clusterName = () => z.string().min(1, { error: "expected a name" });

const kubeconfigs = (base: string) =>
  z.strictObject({
    path: path(base).describe("A file, or a folder of which every file is read. It is watched."),
    contexts: z.array(z.string().min(1)).default(["*"]).describe("Globs of the contexts that become clusters."),
    name: clusterName().default("{context}").describe("The cluster's name; {context} stands for the context's."),
    allowExec: z
      .boolean()
      .default(false)
      .describe("Lets exec and auth-provider users run programs of the file's choice. For local use only."),
  });

/** `kubernetes`: which clusters there are. */
export function kubernetesSection(base: string) {
  return z.strictObject({
    kubeconfigs: z.array(kubeconfigs(base)).prefault([]).describe("Where clusters are read from."),
    inCluster: z
      .strictObject({ name: clusterName().describe("The cluster's name.") })
      .optional()
      .describe("The cluster that the gateway runs in, by its service account."),
    removalGrace: duration({ min: 0 })
      .prefault("10m")
      .describe(
        "How long the objects of a removed cluster stay: a file that is gone for a moment must not empty a portal.",
      ),
  });
}

/** `meshes`: which clusters are one mesh, where their own settings do not tell. */
export function meshesSection() {
  return z
    .array(z.strictObject({ name: clusterName(), clusters: z.array(clusterName()).min(1) }))
    .refine((meshes) => new Set(meshes.map(({ name }) => name)).size === meshes.length, {
      error: "a mesh is named twice",
    });
}
