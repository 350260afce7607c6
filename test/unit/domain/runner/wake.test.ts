import { describe, expect, it } from "vitest";
import { Wake } from "@/domain/runner/wake";

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Whether a promise has resolved, asked again and again. */
function watch(promise: Promise<void>): () => boolean {
  let isResolved = false;
  void promise.then(() => {
    isResolved = true;
  });
  return () => isResolved;
}

describe("a wake", () => {
  it("lets its loop wait until somebody calls", async () => {
    const wake = new Wake();
    const isAwake = watch(wake.wait());
    await nextTurn();
    expect(isAwake()).toBe(false);
    wake.call();
    await nextTurn();
    expect(isAwake()).toBe(true);
  });

  it("does not lose a call that comes while nobody waits", async () => {
    const wake = new Wake();
    wake.call();
    const isAwake = watch(wake.wait());
    await nextTurn();
    expect(isAwake()).toBe(true);
    expect(wake.take()).toBe(true);
  });

  it("is due after a call until that is taken, however often it was called", () => {
    const wake = new Wake();
    expect(wake.take()).toBe(false);
    wake.call();
    wake.call();
    expect([wake.take(), wake.take()]).toEqual([true, false]);
  });

  it("stays due when the loop was woken by the call: taking it is the loop's business", async () => {
    const wake = new Wake();
    const waiting = wake.wait();
    wake.call();
    await waiting;
    expect([wake.take(), wake.take()]).toEqual([true, false]);
  });

  it("lets the loop wait again for the next call once the last one was taken", async () => {
    const wake = new Wake();
    wake.call();
    wake.take();
    const isAwake = watch(wake.wait());
    await nextTurn();
    expect(isAwake()).toBe(false);
    wake.call();
    await nextTurn();
    expect(isAwake()).toBe(true);
  });
});
