/** Ends what was opened, in the opposite order, also when something of it fails. AsyncDisposableStack is in Node 24, but not in 22. */
export class Lifecycle implements AsyncDisposable {
  readonly #opened: AsyncDisposable[] = [];

  use<T extends AsyncDisposable>(opened: T): T {
    this.#opened.push(opened);
    return opened;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (let last = this.#opened.pop(); last !== undefined; last = this.#opened.pop())
      try {
        await last[Symbol.asyncDispose]();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw new AggregateError(failures, "not everything could be ended");
  }
}
