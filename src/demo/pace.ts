/** Does something so many times a second, evenly where that is possible, until it is disposed of; from a moment on, if that is said. */
export class Pace implements Disposable {
  readonly #timer: NodeJS.Timeout | undefined;
  #owed = 0;

  constructor(perSecond: number, act: () => void, afterMs = 0) {
    if (perSecond <= 0) return;
    const begin = performance.now() + afterMs;
    const everyMs = Math.max(10, 1000 / perSecond);
    this.#timer = setInterval(() => {
      if (performance.now() < begin) return;
      this.#owed += (perSecond * everyMs) / 1000;
      for (; this.#owed >= 1; this.#owed--) act();
    }, everyMs);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
