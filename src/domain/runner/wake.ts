/** Lets a loop wait for "there may be something to do". A call that comes while nobody waits is not lost. */
export class Wake {
  #isDue = false;
  #resolve: (() => void) | undefined;

  call(): void {
    this.#isDue = true;
    this.#resolve?.();
  }

  /** Whether it was called since the last time this was asked. */
  take(): boolean {
    const wasDue = this.#isDue;
    this.#isDue = false;
    return wasDue;
  }

  /** Resolves at the next call, or at once when there was one since the last `take`. */
  wait(): Promise<void> {
    if (this.#isDue) return Promise.resolve();
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }
}
