/** Does something so many times a second, evenly where that is possible, until it is disposed of. */
export class Pace implements Disposable {
  readonly #timer: NodeJS.Timeout | undefined;
  #owed = 0;

  constructor(perSecond: number, act: () => void) {
    if (perSecond <= 0) return;
    const everyMs = Math.max(10, 1000 / perSecond);
    this.#timer = setInterval(() => {
      this.#owed += (perSecond * everyMs) / 1000;
      for (; this.#owed >= 1; this.#owed--) act();
    }, everyMs);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
