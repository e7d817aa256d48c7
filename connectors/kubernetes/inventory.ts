import type { ClusterConnection } from "./connection.ts";
import { inClusterConnection } from "./in-cluster.ts";
import type { InventoryConfig, InventoryProblem, InventoryWarning, KubeconfigPlace } from "./inventory-config.ts";
import { kubeconfigClusters, type KubeconfigReading } from "./kubeconfig-clusters.ts";
import { problemsOf } from "./kubeconfig-faults.ts";
import { kubeconfigFiles } from "./kubeconfig-files.ts";
import { Readings } from "./readings.ts";

/** Where some clusters are read from: a kubeconfig under the rules of its place, or the pod's own identity. */
interface Origin {
  readonly key: string;
  readonly place: string;
  /** Whose rules a kubeconfig is under. */
  readonly rules?: KubeconfigPlace;
  read(readings: Readings): Promise<KubeconfigReading>;
}

/** What one origin last said, and what of it holds. */
interface Holding {
  readonly origin: Origin;
  readonly readings: Readings;
  /** Its clusters as last read; null when they could not be read, because of `faults`. */
  readonly offered: readonly ClusterConnection[] | null;
  readonly faults: readonly string[];
  /** The names of its contexts as last read, meant or not. */
  readonly contexts: readonly string[];
  /** Its clusters in the inventory. */
  readonly held: readonly ClusterConnection[];
}

/** What a reading of the inventory gave. */
export interface InventoryReading {
  /** By name. Every name occurs once. */
  readonly clusters: readonly ClusterConnection[];
  readonly problems: readonly InventoryProblem[];
  readonly warnings: readonly InventoryWarning[];
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
    const warnings = this.#config.kubeconfigs.flatMap((rules) => idle(rules, holdings));
    const clusters = holdings.flatMap(({ held }) => held);
    if (clusters.length === 0 && before.some(({ held }) => held.length > 0)) {
      problems.push({ place: "the inventory", message: "suddenly there is no cluster at all: the old ones stay" });
      return { clusters: clustersOf(before), problems, warnings };
    }
    this.#holdings = new Map(holdings.map((holding) => [holding.origin.key, holding]));
    return { clusters: clustersOf(holdings), problems, warnings };
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
      const read = async (readings: Readings) => ({
        clusters: [await inClusterConnection(inCluster.name, readings)],
        contexts: [],
      });
      origins.push({ key: "inCluster", place: "kubernetes.inCluster", read });
    }
    for (const [index, place] of kubeconfigs.entries()) {
      try {
        origins.push(...(await kubeconfigFiles(place.path)).map((file) => originOf(index, place, file)));
      } catch (error) {
        const message = isMissing(error) ? "there is no such file or folder" : problemsOf(error).join("; ");
        problems.push({ place: place.path, message });
        const known = Array.from(this.#holdings.values(), ({ origin }) => origin);
        origins.push(...known.filter(({ key }) => key.startsWith(`${index}:`)));
      }
    }
    return { origins, problems };
  }
}

function originOf(index: number, rules: KubeconfigPlace, file: string): Origin {
  return {
    key: `${index}:${file}`,
    place: file,
    rules,
    read: (readings) => kubeconfigClusters(rules, file, readings),
  };
}

/** So many contexts are named where none is meant. */
const FEW = 5;

/** A warning when none of the contexts of a place is meant. A file that cannot be read may have them. */
function idle(rules: KubeconfigPlace, holdings: readonly Holding[]): InventoryWarning[] {
  const own = holdings.filter(({ origin }) => origin.rules === rules);
  const [first, ...others] = own;
  if (first === undefined || own.some(({ offered }) => offered?.length !== 0)) return [];
  const place = others.length === 0 ? first.origin.place : rules.path;
  const contexts = new Set(own.flatMap((each) => each.contexts));
  return [{ place, message: unmeant(rules.contexts, [...contexts]) }];
}

function unmeant(globs: readonly string[], contexts: readonly string[]): string {
  if (contexts.length === 0) return "it has no contexts";
  const more = contexts.length > FEW ? ` and ${contexts.length - FEW} more` : "";
  return `none of its contexts is meant by ${quoted(globs)}; it has ${quoted(contexts.slice(0, FEW))}${more}`;
}

function quoted(names: readonly string[]): string {
  return names.length === 0 ? "an empty list" : names.map((name) => JSON.stringify(name)).join(", ");
}

/** What the origin says now; only read again when one of its files changed. */
async function offer(origin: Origin, before: Holding | undefined): Promise<Holding> {
  if (before !== undefined && (await before.readings.areCurrent())) return before;
  const readings = new Readings();
  const held = before?.held ?? [];
  try {
    const { clusters, contexts } = await origin.read(readings);
    return { origin, readings, offered: clusters, contexts, faults: [], held };
  } catch (error) {
    return { origin, readings, offered: null, contexts: [], faults: problemsOf(error), held };
  }
}

/** Decides which offers hold: who has nothing new to say keeps its names, then each in the order of the configuration. */
function settle(offers: readonly Holding[], problems: InventoryProblem[]): Holding[] {
  const taken = new Map<string, ClusterConnection>();
  const settled = new Map<Holding, Holding>();
  const isNews = ({ offered, held }: Holding): boolean => offered !== null && offered !== held;
  const order = [...offers.filter((each) => !isNews(each)), ...offers.filter(isNews)];
  for (const each of order) {
    const faults = [...each.faults, ...twice(each.offered ?? [], taken)];
    const held =
      faults.length === 0 && each.offered !== null ? each.offered : each.held.filter(({ name }) => !taken.has(name));
    problems.push(...faults.map((message) => ({ place: each.origin.place, message })));
    for (const cluster of held) taken.set(cluster.name, cluster);
    settled.set(each, { ...each, held });
  }
  return offers.map((each) => settled.get(each) ?? each);
}

function twice(offered: readonly ClusterConnection[], taken: ReadonlyMap<string, ClusterConnection>): string[] {
  const own = new Map<string, ClusterConnection>();
  const problems = new Map<string, string>();
  for (const cluster of offered) {
    const { name, origin } = cluster;
    const other = taken.get(name) ?? own.get(name);
    own.set(name, cluster);
    if (other === undefined) continue;
    problems.set(name, `the name ${JSON.stringify(name)} occurs twice: ${other.origin} and ${origin}`);
  }
  return [...problems.values()];
}

function clustersOf(holdings: readonly Holding[]): ClusterConnection[] {
  return holdings.flatMap(({ held }) => held).toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
