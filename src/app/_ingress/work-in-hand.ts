import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";

/** Work that goes on after its request has been answered. */
export class WorkInHand {
  readonly #open = new Set<Promise<void>>();

  readonly add = (work: () => Promise<void>): void => {
    // Not before the answer is written: that comes in this turn.
    const running = new Promise(setImmediate).then(work).catch((error: unknown) => {
      log("error", "[INGRESS] Work after an answer failed", { error: describeError(error) });
    });
    this.#open.add(running);
    void running.then(() => this.#open.delete(running));
  };

  /** Resolves when nothing is in hand. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }
}
