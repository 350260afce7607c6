/**
 * Keeps the newest entries, up to a number and a total weight, and tells the owner what it drops so that indexes can
 * follow. Appending is O(1) amortised: the head moves and the array is compacted once it is half empty.
 */
export class BoundedLog<T> {
  readonly #max: number;
  readonly #maxWeight: number;
  readonly #weigh: (entry: T) => number;
  readonly #onEvict: (entry: T) => void;
  #entries: T[] = [];
  #head = 0;
  #weight = 0;
  #evicted = 0;

  constructor(options: {
    max: number;
    onEvict?: (entry: T) => void;
    maxWeight?: number;
    weigh?: (entry: T) => number;
  }) {
    this.#max = options.max;
    this.#maxWeight = options.maxWeight ?? Number.POSITIVE_INFINITY;
    this.#weigh = options.weigh ?? (() => 0);
    this.#onEvict = options.onEvict ?? (() => undefined);
  }

  get size(): number {
    return this.#entries.length - this.#head;
  }

  /** How many entries are no longer here: a reader that needs all of them checks this for 0. */
  get evicted(): number {
    return this.#evicted;
  }

  append(entry: T): void {
    this.#entries.push(entry);
    this.#weight += this.#weigh(entry);
    while (this.size > this.#max || (this.#weight > this.#maxWeight && this.size > 1)) this.#evictOldest();
  }

  /** The newest `limit` entries that match, oldest first. */
  newest(limit: number, matches: (entry: T) => boolean = () => true): T[] {
    const found: T[] = [];
    for (let i = this.#entries.length - 1; i >= this.#head && found.length < limit; i -= 1) {
      const entry = this.#entries[i] as T;
      if (matches(entry)) found.push(entry);
    }
    return found.reverse();
  }

  clear(): void {
    this.#entries = [];
    this.#head = 0;
    this.#weight = 0;
    this.#evicted = 0;
  }

  #evictOldest(): void {
    const oldest = this.#entries[this.#head] as T;
    this.#head += 1;
    this.#evicted += 1;
    this.#weight -= this.#weigh(oldest);
    this.#onEvict(oldest);
    if (this.#head > 1024 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }
}
