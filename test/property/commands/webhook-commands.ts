import fc from "fast-check";
import { deliver, type Kind, type Receipt, redeliver } from "../deliver";
import type { ReceiptStatus } from "../fake-meta";
import type { Customer, Model } from "../model";
import { type Command, command, pick, whichCustomer } from "./command";

const kinds = fc.oneof(
  { arbitrary: fc.constant<Kind>("text"), weight: 12 },
  { arbitrary: fc.constantFrom<Kind>("reaction", "late text"), weight: 1 },
);

interface ReceiptPick {
  call: number;
  status: ReceiptStatus;
  isEchoed: boolean;
}

const receiptPick: fc.Arbitrary<ReceiptPick> = fc.record({
  call: fc.nat(3),
  status: fc.constantFrom<ReceiptStatus>("sent", "delivered", "read", "failed"),
  isEchoed: fc.boolean(),
});

/** One to three messages, of one customer or of both, now and then together with receipts or what came before. */
export const delivering: fc.Arbitrary<Command> = fc
  .record({
    letters: fc.array(fc.record({ customer: whichCustomer, kind: kinds }), { minLength: 1, maxLength: 3 }),
    receipts: fc.oneof(
      { arbitrary: fc.constant<ReceiptPick[]>([]), weight: 4 },
      { arbitrary: fc.array(receiptPick, { minLength: 1, maxLength: 2 }), weight: 1 },
    ),
    again: fc.oneof({ arbitrary: fc.constant(undefined), weight: 8 }, { arbitrary: fc.nat(3), weight: 1 }),
  })
  .map(({ letters, receipts, again }) =>
    command({
      text: `${letters.length} message(s) with ${receipts.length} receipt(s)`,
      isPossible: ({ deliveries }) => again === undefined || deliveries.length > 0,
      play: (world) => {
        const { model } = world;
        const written = letters.map(({ customer, kind }) => ({
          customer: model.customers[customer] as Customer,
          kind,
        }));
        return deliver(world, { letters: written, receipts: picked(model, receipts), again });
      },
    }),
  );

/** Receipts for what Meta has accepted: early, late, twice, in any order, contradicting each other. */
export const receiving: fc.Arbitrary<Command> = fc
  .array(receiptPick, { minLength: 1, maxLength: 3 })
  .map((receipts) =>
    command({
      text: `receipts ${receipts.map(({ status }) => status).join(", ")}`,
      isPossible: ({ meta }) => meta.accepted.length > 0,
      play: (world) => deliver(world, { receipts: picked(world.model, receipts) }),
    }),
  );

export const redelivering: fc.Arbitrary<Command> = fc.nat(5).map((at) =>
  command({
    text: "an earlier webhook again",
    isPossible: ({ deliveries }) => deliveries.length > 0,
    play: (world) => redeliver(world, at),
  }),
);

/** Of two of the same kind for the same call in one body, the product takes either: the test takes the first. */
function picked({ meta }: Model, picks: ReceiptPick[]): Receipt[] {
  const receipts = picks.flatMap(({ call, ...rest }) => {
    const found = pick(meta.accepted, call);
    return found ? [{ call: found, ...rest }] : [];
  });
  return receipts.filter(
    (receipt, at) =>
      receipts.findIndex(({ call, status }) => call === receipt.call && status === receipt.status) === at,
  );
}
