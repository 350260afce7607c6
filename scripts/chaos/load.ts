import { setTimeout as sleep } from "node:timers/promises";
import type { ControlClient } from "@/simulator";
import type { Random } from "./random";

/** A message a customer has written. */
export interface Written {
  wamid: string;
  customer: string;
  /** Occurs in its text and in no other; the scripted AI quotes what it answers. */
  marker: string;
}

type Shape = "one" | "burst" | "spaced" | "together";

const shapes: { shape: Shape; share: number; texts: [min: number, max: number] }[] = [
  { shape: "one", share: 0.7, texts: [1, 1] },
  /** A webhook each, all at once. */
  { shape: "burst", share: 0.12, texts: [2, 3] },
  /** While the first is being answered. */
  { shape: "spaced", share: 0.1, texts: [2, 2] },
  /** In one webhook. */
  { shape: "together", share: 0.08, texts: [2, 4] },
];

const textsMean = shapes.reduce((sum, { share, texts }) => sum + (share * (texts[0] + texts[1])) / 2, 0);

const questions = [
  "Hello, are you open on Saturday?",
  "Do you deliver to the old town?",
  "How much is the blue one?",
  "Quanto custa a entrega?",
  "¿Cuánto cuesta el envío?",
  "And is there one in green?",
  "Thanks, that helps!",
];

/** So long a question makes an answer of two parts: it is quoted, and Meta takes 4,096 characters. */
const LONG_SHARE = 0.02;
const longTail = " and then I wondered about that as well,".repeat(95);

/** Customers who write and wait for an answer. */
export class Load {
  readonly written: Written[] = [];
  readonly customers: string[];
  readonly #meta: ControlClient;
  readonly #random: Random;

  constructor(meta: ControlClient, random: Random, customerCount: number) {
    this.#meta = meta;
    this.#random = random;
    this.customers = Array.from({ length: customerCount }, (_, index) => String(5511_900_000_000 + index));
  }

  /** They write at this rate, all together, for so long or until the signal. @throws when a message is not taken. */
  async write(
    messagesPerSecond: number,
    { forMs, signal }: { forMs: number; signal: AbortSignal },
  ): Promise<void> {
    const meanMs = (1_000 * textsMean) / messagesPerSecond;
    const writing: Promise<void>[] = [];
    const endsAt = performance.now() + forMs;
    for (let nextAt = performance.now(); nextAt < endsAt && !signal.aborted; ) {
      writing.push(this.#writeOnce());
      nextAt += -Math.log(1 - this.#random.next()) * meanMs;
      await sleep(nextAt - performance.now(), undefined, { signal }).catch(() => undefined);
    }
    await Promise.all(writing);
  }

  async #writeOnce(): Promise<void> {
    const { shape, texts } = this.#chooseShape();
    const from = this.#random.pick(this.customers);
    const count = this.#random.whole(...texts);
    const drafts = Array.from({ length: count }, () => this.#newMessage(from));
    const pauses = drafts.map(() => (shape === "spaced" ? this.#random.whole(30, 600) : 0));
    if (shape !== "spaced") return this.#send(drafts, shape === "together" ? "together" : "separately");
    for (const [index, draft] of drafts.entries()) {
      await this.#send([draft], "separately");
      await sleep(pauses[index]);
    }
  }

  #chooseShape(): (typeof shapes)[number] {
    let left = this.#random.next();
    const found = shapes.find(({ share }) => {
      left -= share;
      return left < 0;
    });
    return found ?? (shapes[0] as (typeof shapes)[number]);
  }

  #messages = 0;

  #newMessage(from: string): { from: string; text: string; marker: string } {
    this.#messages += 1;
    const marker = `[q${this.#messages}]`;
    const tail = this.#random.chance(LONG_SHARE) ? longTail : "";
    return { from, marker, text: `${marker} canary: ${this.#random.pick(questions)}${tail}` };
  }

  async #send(
    drafts: { from: string; text: string; marker: string }[],
    grouping: "together" | "separately",
  ): Promise<void> {
    const messages = drafts.map(({ from, text }) => ({ from, text }));
    const webhooks = await this.#meta.write(messages, { grouping });
    const wamids = webhooks.flatMap((webhook) => webhook.wamids);
    for (const [index, { from, marker }] of drafts.entries()) {
      const wamid = wamids[index];
      if (wamid === undefined) throw new Error("The simulator has not taken a message");
      this.written.push({ wamid, customer: from, marker });
    }
  }
}
