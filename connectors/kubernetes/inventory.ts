import type { ClusterConnection } from "./connection.ts";
import { inClusterConnection } from "./in-cluster.ts";
import type { InventoryConfig, InventoryProblem, KubeconfigPlace } from "./inventory-config.ts";
import { kubeconfigClusters } from "./kubeconfig-clusters.ts";
import { kubeconfigFiles } from "./kubeconfig-files.ts";
import { Readings } from "./readings.ts";

/** Where some clusters are read from: a kubeconfig under the rules of its place, or the pod's own identity. */
interface Origin {
  readonly key: string;
  readonly place: string;
  read(readings: Readings): Promise<ClusterConnection[]>;
}

/** What one origin last said, and what of it holds. */
interface Holding {
  readonly origin: Origin;
  readonly readings: Readings;
  /** Its clusters as last read; null when they could not be read, because of `fault`. */
  readonly offered: readonly ClusterConnection[] | null;
  readonly fault?: string;
  /** Its clusters in the inventory. */
  readonly held: readonly ClusterConnection[];
}

/** What a reading of the inventory gave. */
export interface InventoryReading {
  /** By name. Every name occurs once. */
  readonly clusters: readonly ClusterConnection[];
  readonly problems: readonly InventoryProblem[];
}

/**
 * Which clusters there are, as the files say. A file that is wrong is refused as a whole, and what it said before holds; so does a name
 * for who had it first. A path of the configuration that is gone, and an inventory that is suddenly empty, are wrong too.
 */
export class Inventory {
  readonly #config: InventoryConfig;
  #holdings: ReadonlyMap<string, Holding> = new Map();

  constructor(config: InventoryConfig) {
    this.#config = config;
  }

  async read(): Promise<InventoryReading> {
    const { origins, problems } = await this.#origins();
    const before = [...this.#holdings.values()];
    const offers = await Promise.all(origins.map((origin) => offer(origin, this.#holdings.get(origin.key))));
    const holdings = settle(offers, problems);
    const clusters = holdings.flatMap(({ held }) => held);
    if (clusters.length === 0 && before.some(({ held }) => held.length > 0)) {
      problems.push({ place: "the inventory", message: "suddenly there is no cluster at all: the old ones stay" });
      return reading(before, problems);
    }
    this.#holdings = new Map(holdings.map((holding) => [holding.origin.key, holding]));
    return reading(holdings, problems);
  }

  /** Every file that the inventory was read from. */
  async files(): Promise<string[]> {
    const files = await Promise.all(Array.from(this.#holdings.values(), ({ readings }) => readings.files()));
    return files.flat();
  }

  async #origins(): Promise<{ origins: Origin[]; problems: InventoryProblem[] }> {
    const { inCluster, kubeconfigs } = this.#config;
    const origins: Origin[] = [];
    const problems: InventoryProblem[] = [];
    if (inCluster !== undefined) {
      const read = (readings: Readings) => inClusterConnection(inCluster.name, readings).then((cluster) => [cluster]);
      origins.push({ key: "inCluster", place: "kubernetes.inCluster", read });
    }
    for (const [index, place] of kubeconfigs.entries()) {
      try {
        origins.push(...(await kubeconfigFiles(place.path)).map((file) => originOf(index, place, file)));
      } catch (error) {
        problems.push({ place: place.path, message: reasonOf(error) });
        const known = Array.from(this.#holdings.values(), ({ origin }) => origin);
        origins.push(...known.filter(({ key }) => key.startsWith(`${index}:`)));
      }
    }
    return { origins, problems };
  }
}

function originOf(index: number, place: KubeconfigPlace, file: string): Origin {
  return { key: `${index}:${file}`, place: file, read: (readings) => kubeconfigClusters(place, file, readings) };
}

/** What the origin says now; only read again when one of its files changed. */
async function offer(origin: Origin, before: Holding | undefined): Promise<Holding> {
  if (before !== undefined && (await before.readings.areCurrent())) return before;
  const readings = new Readings();
  const held = before?.held ?? [];
  try {
    return { origin, readings, offered: await origin.read(readings), held };
  } catch (error) {
    return { origin, readings, offered: null, fault: reasonOf(error), held };
  }
}

/** Decides which offers hold: who has nothing new to say keeps its names, then each in the order of the configuration. */
function settle(offers: readonly Holding[], problems: InventoryProblem[]): Holding[] {
  const taken = new Map<string, ClusterConnection>();
  const settled = new Map<Holding, Holding>();
  const isNews = ({ offered, held }: Holding): boolean => offered !== null && offered !== held;
  const order = [...offers.filter((each) => !isNews(each)), ...offers.filter(isNews)];
  for (const each of order) {
    const fault = each.fault ?? twice(each.offered ?? [], taken);
    const held =
      fault === undefined && each.offered !== null ? each.offered : each.held.filter(({ name }) => !taken.has(name));
    if (fault !== undefined) problems.push({ place: each.origin.place, message: fault });
    for (const cluster of held) taken.set(cluster.name, cluster);
    settled.set(each, { ...each, held });
  }
  return offers.map((each) => settled.get(each) ?? each);
}

function twice(
  offered: readonly ClusterConnection[],
  taken: ReadonlyMap<string, ClusterConnection>,
): string | undefined {
  const own = new Map<string, ClusterConnection>();
  for (const cluster of offered) {
    const other = taken.get(cluster.name) ?? own.get(cluster.name);
    if (other !== undefined)
      return `the name ${JSON.stringify(cluster.name)} occurs twice: ${other.origin} and ${cluster.origin}`;
    own.set(cluster.name, cluster);
  }
  return undefined;
}

function reading(holdings: readonly Holding[], problems: readonly InventoryProblem[]): InventoryReading {
  const clusters = holdings.flatMap(({ held }) => held).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return { clusters, problems };
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return "there is no such file or folder";
  return error instanceof Error ? error.message : String(error);
}
