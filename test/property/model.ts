// What the test knows by itself, without asking the product: who wrote what, what Meta has done, who has decided what.

import type { ClaimedJob, EndOfClaim, Turn } from "@/domain/outbound";
import type { Draft } from "@/domain/runner/think";
import type { SendOutcome } from "@/infra/whatsapp/send-message";
import { type Call, FakeMeta, isOpen } from "./fake-meta";
import type { JobState, State } from "./observe";

export interface BusinessNumber {
  readonly id: string;
  readonly phoneNumberId: string;
  readonly accessTokenEncrypted: string | null;
}

export interface Customer {
  readonly name: string;
  readonly phone: string;
}

/** A message of a customer's that was handed to the product. */
export interface Inbound {
  readonly name: string;
  readonly wamid: string;
  readonly customer: Customer;
  /** Whether it came more than 24 hours after it was written. */
  readonly isLate: boolean;
  /** Whether somebody waits for an answer; nobody does to a reaction. */
  readonly asksForAnswer: boolean;
  /** Id in the database, once stored. */
  id: number | null;
  isErased: boolean;
}

/** A process with a job in hand, wherever it has got to. One that never goes on has died there. */
export interface Runner {
  readonly name: string;
  readonly job: ClaimedJob;
  turn: Turn;
  /**
   * What it has done last. `superseded`: the customer has written since it began to think. `ending`: it knows how its
   * claim ends. `over`: the job is not in its hands any more, and it knows.
   */
  stage: "claimed" | "thought" | "superseded" | "begun" | "called" | "ending" | "over";
  draft: Draft | null;
  part: number;
  rethinks: number;
  call: Call | null;
  /** By the model's clock. */
  begunAt: number;
  outcome: SendOutcome | null;
  ending: Ending | null;
}

export type Ending = Omit<EndOfClaim, "job">;

export class Model {
  readonly meta = new FakeMeta();
  readonly inbound: Inbound[] = [];
  /** The messages of the webhooks so far, as they were on the wire. */
  readonly deliveries: { readonly names: string; readonly messages: unknown[] }[] = [];
  readonly runners: Runner[] = [];
  /** Decisions to send a part of a job although an earlier call may have reached Meta. */
  readonly decisions: { readonly jobId: number; readonly part: number }[] = [];
  /** Conversations, by id, that a person has taken over and not handed back. */
  readonly takenOver = new Set<number>();
  /** Jobs that an operator lets go out although a person speaks. */
  readonly excepted = new Set<number>();
  readonly optedOut = new Set<string>();
  /** Jobs that an operator has ended: `givenUp` although their outcome was not known. */
  readonly givenUp = new Set<number>();
  readonly cancelledByOperator = new Set<number>();
  /** Jobs whose conversation a person has deleted, also when it came back later. */
  readonly putAway = new Set<number>();
  /** Messages, by id, that an operator wants answered once more. */
  readonly askedAgain = new Set<number>();
  /** Messages, by id, whose job was held or tried again: their answer may come out of turn. */
  readonly outOfTurn = new Set<number>();
  /** Seconds that have passed since the run began. */
  clock = 0;
  /** Replies and persons' words so far, for their names. */
  replies = 0;
  words = 0;
  /** What has happened, line by line. */
  readonly story: string[] = [];
  state: State;

  constructor(
    readonly number: BusinessNumber,
    readonly customers: readonly Customer[],
    state: State,
  ) {
    this.state = state;
  }

  notePutAway(): void {
    const { conversations, jobs } = this.state;
    const deleted = new Set(conversations.filter(({ isDeleted }) => isDeleted).map(({ id }) => id));
    for (const { id, conversationId } of jobs) if (deleted.has(conversationId)) this.putAway.add(id);
  }

  /** A line of the story. */
  tell(line: string): void {
    this.story.push(line);
  }

  /** What came of the last line. */
  tellMore(text: string): void {
    this.story.push(`${this.story.pop() ?? ""}${text}`);
  }

  job(id: number): JobState | undefined {
    return this.state.jobs.find((job) => job.id === id);
  }

  /** The conversation of a customer, when there is one now. */
  conversationOf({ phone }: Customer) {
    return this.state.conversations.find((conversation) => conversation.phone === phone);
  }

  customerOf(conversationId: number): Customer | undefined {
    const phone = this.state.conversations.find(({ id }) => id === conversationId)?.phone;
    return this.customers.find((customer) => customer.phone === phone);
  }

  nameOfMessage(id: number): string {
    return this.inbound.find((message) => message.id === id)?.name ?? `message ${id}`;
  }

  namesOf(ids: readonly number[]): string {
    return ids.map((id) => this.nameOfMessage(id)).join(" and ");
  }

  /** A job by what it answers: each retry is a job "again". */
  nameOfJob(id: number): string {
    const job = this.job(id);
    if (!job) return `job ${id}`;
    if (job.retryOfId !== null) return `${this.nameOfJob(job.retryOfId)} again`;
    if (job.inboundMessageId === null) return `job of "${job.idempotencyKey.split(":").at(-1)}"`;
    return `job of ${this.nameOfMessage(job.inboundMessageId)}`;
  }

  /** Whatever became of the calls of its next part, it is to be sent once more. */
  decideToResend(job: JobState): void {
    this.decisions.push({ jobId: job.id, part: job.partsSent + 1 });
    this.writeOff(job);
  }

  /** It was decided to go on as if Meta had not taken the next part of a job. */
  writeOff({ id, partsSent }: JobState): void {
    for (const call of this.meta.calls)
      if (call.jobId === id && call.part === partsSent + 1 && isOpen(call)) call.isWrittenOff = true;
  }

  /** How often it was decided to send a part of a job once more. */
  decisionsFor(jobId: number, part: number): number {
    return this.decisions.filter((decision) => decision.jobId === jobId && decision.part === part).length;
  }
}
