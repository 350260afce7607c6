/**
 * Counts what is still to happen (scheduled receipts, webhooks not yet answered 200) and owns the timers, so that a
 * test can wait for quiet and a reset leaves nothing behind. What a person put on hold is not pending.
 */
export class PendingWork {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #waiters = new Set<() => void>();
  #count = 0;
  #generation = 0;

  get count(): number {
    return this.#count;
  }

  /** Marks the start of something; call the returned function at its end (further calls do nothing). */
  begin(): () => void {
    const generation = this.#generation;
    let isOpen = true;
    this.#count += 1;
    return () => {
      if (!isOpen || generation !== this.#generation) return;
      isOpen = false;
      this.#count -= 1;
      if (this.#count === 0) this.#wake();
    };
  }

  /** Runs the task later; the returned function cancels it. */
  after(ms: number, task: () => void): () => void {
    const done = this.begin();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      task();
      done();
    }, ms);
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
      done();
    };
  }

  /** Never resolves when cleared meanwhile. */
  delay(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Drops everything scheduled; ends of what began before are ignored. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#generation += 1;
    this.#count = 0;
    this.#wake();
  }

  /** True once nothing is pending, false when `timeoutMs` passed first. */
  whenIdle(timeoutMs: number): Promise<boolean> {
    if (this.#count === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const wake = () => finish(true);
      const timer = setTimeout(() => finish(false), timeoutMs);
      const finish = (isIdle: boolean) => {
        clearTimeout(timer);
        this.#waiters.delete(wake);
        resolve(isIdle);
      };
      this.#waiters.add(wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiters]) wake();
  }
}
