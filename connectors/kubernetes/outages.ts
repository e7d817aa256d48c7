import { Discovery } from "./discovery.ts";

/** How often the contact with one cluster was lost, or might have been: what was seen before and after may be of two API servers. */
export class Outages {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(): void {
    this.#count += 1;
  }
}

/** A discovery whose failures are outages, whoever asked. */
export class WitnessedDiscovery extends Discovery {
  readonly #outages: Outages;

  constructor(outages: Outages, ...discovery: ConstructorParameters<typeof Discovery>) {
    super(...discovery);
    this.#outages = outages;
  }

  override async refresh(signal: AbortSignal): Promise<void> {
    try {
      await super.refresh(signal);
    } catch (error) {
      this.#outages.add();
      throw error;
    }
  }
}
