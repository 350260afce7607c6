import { expect } from "vitest";
import type { Stored } from "./batch-world";
import type { Item } from "./items";

/** What must be there after these items were delivered, each as often as it may have been. */
export function expectBatch(delivered: Set<Item>, stored: Stored): void {
  const of = (...kinds: Item["kind"][]) => [...delivered].filter(({ kind }) => kinds.includes(kind));
  const messages = of("message", "reaction", "echo");
  expect(stored.messages.map(({ wamid }) => wamid).toSorted()).toEqual(idsOf(messages));
  const found = new Map(stored.messages.map((message) => [message.wamid, message]));
  for (const { id, kind, names } of messages) {
    expect(found.get(id)).toMatchObject({
      body: kind === "reaction" ? "👍" : id,
      origin: kind === "echo" ? "PHONE" : null,
      jobs: kind === "message" ? 1 : 0,
      sender: names.userId ?? names.phone,
    });
  }
  const threads = new Set(messages.map(({ id }) => found.get(id)?.thread));
  expect(threads.size).toBe(new Set(messages.map(personOf)).size);
  expect(stored.inboundCount).toBe(of("message").length);
  const receipts = of("status").filter(({ number }) => number !== 2);
  // Receipts of a number that is not ours say nothing to anybody: they come in only beside what waits for it.
  expect(stored.receipts.filter((id) => receipts.some((receipt) => receipt.id === id)).toSorted()).toEqual(
    idsOf(receipts),
  );
  expect(stored.events.toSorted()).toEqual(idsOf(of("error", "account")));
  expect(stored.preferences).toEqual(preferencesOf(of("preference")));
  expect(stored.waiting).toBe(0);
}

function idsOf(items: Item[]): string[] {
  return items.map(({ id }) => id).toSorted();
}

function personOf({ phoneNumberId, names }: Item): string {
  return `${phoneNumberId} ${names.userId ?? names.phone}`;
}

/** The last word of each counts, by Meta's clock. */
function preferencesOf(items: Item[]): Stored["preferences"] {
  const inOrder = items.toSorted((one, other) => one.at - other.at);
  return Object.fromEntries(
    inOrder.map((item) => [personOf(item), { changedAt: item.at, isOut: item.form % 2 === 1 }]),
  );
}
