import { dirname } from "node:path";
import { watch } from "chokidar";
import type { Telemetry } from "../../src/ports.ts";
import { Doorbell } from "../../src/lib/doorbell.ts";
import type { ClusterConnection } from "./connection.ts";
import type { InventoryConfig, InventoryProblem, InventoryWarning } from "./inventory-config.ts";
import { Inventory } from "./inventory.ts";

/** Who is told of the inventory. */
export interface InventoryListener extends Pick<Telemetry, "configReload"> {
  /** All clusters there are: at the first reading, and whenever one came, went or changed. */
  onChange(clusters: readonly ClusterConnection[]): void;
  /** Something was refused, and what it was before stays. Told once, until it is mended or something else is wrong. */
  onRefused(problem: InventoryProblem): void;
  /** A place gives no cluster. Told once, until it gives one or something else is to be said of it. */
  onWarning(warning: InventoryWarning): void;
}

/** Files are written piece by piece, and volumes swapped in several steps: the last one is waited for. */
const SETTLE_MS = 200;

/** A folder that never rests is read all the same, each two seconds. */
const MAX_SETTLE_ROUNDS = 10;

/** Network file systems tell nothing, and watches can run out: everything is looked at again so often. */
const LOOK_AGAIN_MS = 60_000;

/** Reads the inventory and follows it until the signal. Resolves when the first reading was told. */
export async function watchInventory(
  config: InventoryConfig,
  listener: InventoryListener,
  signal: AbortSignal,
): Promise<void> {
  const bell = new Doorbell();
  const reader = new InventoryReader(config, listener, signal);
  const files = new FolderWatch(bell, listener);
  const look = async (): Promise<void> => {
    await reader.read();
    files.cover(await reader.folders());
  };
  await look();
  void follow(look, bell, files, signal);
}

async function follow(
  look: () => Promise<void>,
  bell: Doorbell,
  files: AsyncDisposable,
  signal: AbortSignal,
): Promise<void> {
  await using _ = files;
  while (!signal.aborted) {
    await bell.wait(LOOK_AGAIN_MS, signal);
    for (let rounds = 0; rounds < MAX_SETTLE_ROUNDS && (await bell.wait(SETTLE_MS, signal)); rounds++);
    if (!signal.aborted) await look();
  }
}

/** Rings when something happens in a folder. */
class FolderWatch implements AsyncDisposable {
  readonly #bell: Doorbell;
  readonly #covered = new Set<string>();
  // Links are watched as links: the swap of a Kubernetes volume is `..data` getting another target.
  readonly #watcher = watch([], { ignoreInitial: true, followSymlinks: false, depth: 0, atomic: false });

  constructor(bell: Doorbell, listener: InventoryListener) {
    this.#bell = bell;
    this.#watcher.on("all", () => bell.ring());
    this.#watcher.on("error", (error) => {
      const message = `changes are seen each minute only: ${error instanceof Error ? error.message : String(error)}`;
      listener.onRefused({ place: "the watch of files", message });
    });
  }

  cover(folders: readonly string[]): void {
    const added = folders.filter((folder) => !this.#covered.has(folder));
    if (added.length === 0) return;
    for (const folder of added) this.#covered.add(folder);
    this.#watcher.add(added);
    // What changed before the watch was there is seen by looking again.
    this.#bell.ring();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watcher.close();
  }
}

/** Tells what is new since the last reading. */
class InventoryReader {
  readonly #places: readonly string[];
  readonly #listener: InventoryListener;
  readonly #inventory: Inventory;
  readonly #signal: AbortSignal;
  #told: string | undefined;
  #refused: ReadonlySet<string> = new Set();
  #warned: ReadonlySet<string> = new Set();

  constructor(config: InventoryConfig, listener: InventoryListener, signal: AbortSignal) {
    this.#signal = signal;
    this.#places = config.kubeconfigs.map(({ path }) => path);
    this.#listener = listener;
    this.#inventory = new Inventory(config);
  }

  async read(): Promise<void> {
    const { clusters, problems, warnings } = await this.#inventory.read();
    if (this.#signal.aborted) return;
    this.#warn(warnings);
    const now = clusters.map(({ name, fingerprint, origin }) => [name, fingerprint, origin].join("\n")).join("\n\n");
    const refused = new Map(problems.map((problem) => [keyOf(problem), problem]));
    const sameProblems =
      refused.size === this.#refused.size && [...refused.keys()].every((key) => this.#refused.has(key));
    if (now === this.#told && sameProblems) return;
    this.#listener.configReload(problems.length === 0);
    for (const [key, problem] of refused) if (!this.#refused.has(key)) this.#listener.onRefused(problem);
    this.#refused = new Set(refused.keys());
    if (now !== this.#told) this.#listener.onChange(clusters);
    this.#told = now;
  }

  #warn(warnings: readonly InventoryWarning[]): void {
    for (const each of warnings) if (!this.#warned.has(keyOf(each))) this.#listener.onWarning(each);
    this.#warned = new Set(warnings.map(keyOf));
  }

  /** The folders in which something could change. */
  async folders(): Promise<string[]> {
    const places = this.#places;
    const files = [...places, ...(await this.#inventory.files())];
    return [...new Set([...places, ...files.map((file) => dirname(file))])];
  }
}

function keyOf({ place, message }: InventoryProblem | InventoryWarning): string {
  return `${place}\n${message}`;
}
