import fc from "fast-check";

/** What a webhook can bring, before it has an identity. */
export interface Draft {
  kind: "message" | "reaction" | "echo" | "status" | "preference" | "error" | "account" | "malformed";
  /** Which of the business numbers; the last is not ours at first. */
  number: 0 | 1 | 2;
  person: number;
  /** Which form of what it is. */
  form: number;
}

export interface Item extends Draft {
  /** What tells it from all others: Meta's id, or a text in it. */
  id: string;
  phoneNumberId: string;
  wabaId: string;
  names: { phone?: string; userId?: string };
  /** By Meta's clock, in seconds. */
  at: number;
}

/** Where an item stands: beside the one before it where that is possible, in a change, or in an entry of its own. */
export interface Reference {
  at: number;
  place: "beside" | "change" | "entry";
}

export const PEOPLE = 5;

export const anyItem: fc.Arbitrary<Draft> = fc.record({
  kind: fc.constantFrom<Draft["kind"]>(
    "message",
    "message",
    "message",
    "reaction",
    "echo",
    "status",
    "preference",
    "error",
    "account",
    "malformed",
  ),
  number: fc.constantFrom(0, 0, 1, 2),
  person: fc.nat({ max: PEOPLE - 1 }),
  form: fc.nat({ max: 30 }),
});

export const anyReference: fc.Arbitrary<Reference> = fc.record({
  at: fc.nat({ max: 1_000 }),
  place: fc.constantFrom("beside", "beside", "beside", "change", "entry"),
});
