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
