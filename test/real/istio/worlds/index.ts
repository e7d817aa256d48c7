import type { WorldDraft } from "../world.ts";
import { connections } from "./connections.ts";
import { delegates } from "./delegates.ts";
import { malformed } from "./malformed.ts";
import { routes } from "./routes.ts";
import { services } from "./services.ts";
import { sidecars } from "./sidecars.ts";
import { subsetWorlds } from "./subsets.ts";
import { visibility } from "./visibility.ts";
import { winners } from "./winners.ts";

/** Each rule in a world of its own. */
export const writtenWorlds: readonly WorldDraft[] = [
  ...winners,
  ...visibility,
  ...sidecars,
  ...services,
  ...routes,
  ...delegates,
  ...subsetWorlds,
  ...connections,
  ...malformed,
];
