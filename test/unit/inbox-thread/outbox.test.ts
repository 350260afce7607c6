import { describe, expect, it } from "vitest";
import { createOutbox, type Letter, type Outcome } from "@/app/_inbox/composer/outbox";

const letter = (clientId: string, conversationId = 1): Letter => ({
  clientId,
  conversationId,
  text: clientId,
  at: "2026-11-22T10:00:00Z",
});

function bench(answer: (clientId: string, attempt: number) => Outcome | Promise<Outcome>) {
  const tries: string[] = [];
  const outcomes: [string, string][] = [];
  const waiting: (() => void)[] = [];
  const outbox = createOutbox({
    post: async ({ clientId }) => {
      tries.push(clientId);
      return await answer(clientId, tries.filter((one) => one === clientId).length);
    },
    onOutcome: ({ clientId }, { kind }) => void outcomes.push([clientId, kind]),
    later: (again) => void waiting.push(again),
  });
  return {
    outbox,
    tries,
    outcomes,
    waiting,
    states: () => outbox.all().map(({ clientId, state }) => [clientId, state]),
  };
}

describe("the outbox", () => {
  it("sends one after the other: the second waits until the first is answered", async () => {
    let answerFirst: (outcome: Outcome) => void = () => {};
    const waitFor = (resolve: typeof answerFirst) => {
      answerFirst = resolve;
    };
    const { outbox, tries, states } = bench((id) =>
      id === "a" ? new Promise((resolve) => waitFor(resolve)) : { kind: "accepted" },
    );
    const first = outbox.send(letter("a"));
    await outbox.send(letter("b"));
    expect(tries).toEqual(["a"]);
    expect(states()).toEqual([
      ["a", "sending"],
      ["b", "queued"],
    ]);
    answerFirst({ kind: "accepted" });
    await first;
    expect(tries).toEqual(["a", "b"]);
  });

  it("does not hold one conversation up for another", async () => {
    const { outbox, tries } = bench((id) => (id === "a" ? new Promise(() => {}) : { kind: "accepted" }));
    void outbox.send(letter("a", 1));
    await outbox.send(letter("b", 2));
    expect(tries).toEqual(["a", "b"]);
  });

  it("keeps the client id on every try, so that a lost answer is no second message", async () => {
    const { outbox, tries, states } = bench((_, attempt) =>
      attempt === 1 ? { kind: "failed", reason: "It broke off." } : { kind: "accepted" },
    );
    await outbox.send(letter("a"));
    expect(states()).toEqual([["a", "failed"]]);
    await outbox.retry("a");
    expect(tries).toEqual(["a", "a"]);
    expect(states()).toEqual([["a", "accepted"]]);
  });

  it("keeps what could not go for want of a connection, in its order, and sends it when it is back", async () => {
    let isOnline = false;
    const { outbox, tries, waiting } = bench(() => ({ kind: isOnline ? "accepted" : "offline" }));
    await outbox.send(letter("a"));
    await outbox.send(letter("b"));
    expect(new Set(tries)).toEqual(new Set(["a"]));
    expect(waiting.length).toBeGreaterThan(0);
    isOnline = true;
    tries.length = 0;
    await outbox.flushAll();
    expect(tries).toEqual(["a", "b"]);
  });

  it("lets go of what a state forbids, for the composer to take back, and of what was thrown away", async () => {
    const { outbox, outcomes, states } = bench((id) =>
      id === "a"
        ? { kind: "refused", state: "window_closed", reason: "Closed." }
        : { kind: "failed", reason: "x" },
    );
    await outbox.send(letter("a"));
    await outbox.send(letter("b"));
    outbox.discard("b");
    expect(states()).toEqual([]);
    expect(outcomes).toEqual([
      ["a", "refused"],
      ["b", "failed"],
    ]);
  });

  it("forgets what the thread has", async () => {
    const { outbox, states } = bench(() => ({ kind: "accepted" }));
    await outbox.send(letter("a"));
    outbox.arrived(new Set(["other"]));
    expect(states()).toEqual([["a", "accepted"]]);
    outbox.arrived(new Set(["a"]));
    expect(states()).toEqual([]);
  });
});
