import { ap1 } from "./ap-1.ts";
import { batch1 } from "./batch-1.ts";
import { eu1 } from "./eu-1.ts";
import { eu2 } from "./eu-2.ts";
import { hybrid1 } from "./hybrid-1.ts";
import type { ClusterScript } from "./script.ts";
import { us1 } from "./us-1.ts";

/** Two meshes over five clusters, one of which nobody reaches, and a sixth cluster in no mesh. */
export const clusterScripts: readonly ClusterScript[] = [eu1, us1, eu2, hybrid1, batch1, ap1];
