// Meta in memory: what it was asked, what it did, and what it has told the product about that. This is the truth that
// the product's ledger is measured against.

import { newWamid } from "../support/wire";

/** How far a message has got, as Meta's receipts tell it. */
const ranks = { sent: 1, failed: 2, delivered: 3, read: 4 } as const;

export type ReceiptStatus = keyof typeof ranks;

/** A call that the product has begun: its ledger row says `sending`, whether or not the call is ever made. */
export interface Call {
  readonly ledgerId: string;
  readonly key: string;
  readonly jobId: number;
  readonly messageId: number;
  readonly conversationId: number;
  readonly author: "BOT" | "PERSON";
  readonly part: number;
  readonly parts: number;
  /** Which reply this is a part of. */
  readonly reply: string;
  /** Ids of the customer's messages that the reply answers. */
  readonly answers: readonly number[];
  /** When it began, in ticks. */
  readonly begunAt: number;
  /** What Meta did. `none`: it was never asked, or did nothing. */
  deed: "none" | "accepted" | "refused";
  wamid: string | null;
  /** Whether Meta's deed has reached the product, by an answer or by a receipt. */
  isTold: boolean;
  toldAt: number;
  /** Whether an operator has said that the customer has it. */
  isVouchedFor: boolean;
  /** Whether it was decided to go on as if Meta had not taken it. */
  isWrittenOff: boolean;
  /** The furthest rank that the product has heard. */
  heard: number;
  /** Whether the product has heard, at some time, that it did not reach the customer. */
  hasFailed: boolean;
  /** Ranks of receipts that came without the ledger id and before the product knew Meta's id. */
  waiting: number[];
}

/** What a call is when it begins. */
type Intent = Pick<
  Call,
  | "ledgerId"
  | "key"
  | "jobId"
  | "messageId"
  | "conversationId"
  | "author"
  | "part"
  | "parts"
  | "reply"
  | "answers"
>;

const untold = {
  deed: "none",
  wamid: null,
  isTold: false,
  toldAt: Number.POSITIVE_INFINITY,
  isVouchedFor: false,
  isWrittenOff: false,
  heard: 0,
  hasFailed: false,
} as const;

export class FakeMeta {
  readonly calls: Call[] = [];
  #ticks = 0;

  get accepted(): Call[] {
    return this.calls.filter(({ deed }) => deed === "accepted");
  }

  begin(call: Intent): Call {
    const begun: Call = { ...untold, ...call, begunAt: this.#tick(), waiting: [] };
    this.calls.push(begun);
    return begun;
  }

  accept(call: Call): string {
    call.deed = "accepted";
    call.wamid = newWamid();
    return call.wamid;
  }

  /** The product has learnt that Meta took the message, by an answer. */
  tellAccepted(call: Call): void {
    this.tell(call);
    hear(call, [ranks.sent, ...call.waiting]);
    call.waiting = [];
  }

  /** Meta's deed has reached the product. */
  tell(call: Call): void {
    if (!call.isTold) call.toldAt = this.#tick();
    call.isTold = true;
  }

  /** A receipt reaches the product. One that names nothing the product knows waits there. */
  tellReceipt(call: Call, status: ReceiptStatus, wasKnown: boolean): void {
    if (!wasKnown) {
      call.waiting.push(ranks[status]);
      return;
    }
    this.tell(call);
    hear(call, [ranks[status]]);
  }

  /** The product has looked through the receipts that wait. */
  tellWaiting(): void {
    for (const call of this.calls.filter(({ isTold }) => isTold)) {
      hear(call, call.waiting);
      call.waiting = [];
    }
  }

  #tick(): number {
    this.#ticks += 1;
    return this.#ticks;
  }
}

/** Whether the product cannot know what became of a call. */
export function isOpen({ isTold, isVouchedFor }: Call): boolean {
  return !isTold && !isVouchedFor;
}

/** Whether the product has reason to believe that the customer has it. */
export function isBelieved({ deed, isTold, isVouchedFor }: Call): boolean {
  return isVouchedFor || (isTold && deed === "accepted");
}

function hear(call: Call, heard: number[]): void {
  call.heard = Math.max(call.heard, ...heard);
  call.hasFailed ||= heard.includes(ranks.failed);
}
