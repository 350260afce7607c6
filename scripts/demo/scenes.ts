// The scripted conversation. Each scene lets customers write through the real HTTP path, waits for what must follow, and
// says whether it did. Nothing here reaches into the app: what it claims it reads from the database and from the ledger
// of what the simulator, as Meta, has accepted.

import { randomInt } from "node:crypto";
import type { ControlClient } from "@/simulator";
import { waitUntil } from "../local/processes";
import { aiUsageOf, conversation, type JobSeen, jobsOf, rowCounts, sendsOf } from "./observe";
import { announce, type Line } from "./screen";

const WAIT_MS = 30_000;

/** Collects what the customers of all scenes have written. */
export class Story {
  readonly wamids: string[] = [];
  readonly meta: ControlClient;
  readonly startedAt = performance.now();

  constructor(meta: ControlClient) {
    this.meta = meta;
  }

  /** A customer whom no scene has met. */
  newCustomer(): string {
    return `55119${randomInt(1e7, 1e8)}`;
  }

  /** A customer writes; each text in a webhook of its own, as fast as they come. */
  async writes(customer: string, ...texts: string[]): Promise<{ wamids: string[]; deliveryIds: string[] }> {
    const webhooks = await this.meta.write(texts.map((text) => ({ from: customer, text, name: "Ana" })));
    const wamids = webhooks.flatMap((webhook) => webhook.wamids);
    this.wamids.push(...wamids);
    return { wamids, deliveryIds: webhooks.flatMap((webhook) => webhook.deliveryIds) };
  }

  /** A customer sends one thing of any kind. @returns its id, as a list. */
  async sends(message: Parameters<ControlClient["write"]>[0][number]): Promise<string[]> {
    const wamids = (await this.meta.write([message])).flatMap((webhook) => webhook.wamids);
    this.wamids.push(...wamids);
    return wamids;
  }

  /** Waits until every message has a job for which the condition holds. */
  jobs(wamids: string[], what: string, condition: (job: JobSeen) => boolean): Promise<JobSeen[]> {
    return waitUntil(
      async () => {
        const jobs = await jobsOf(wamids);
        return jobs.length === wamids.length && jobs.every(condition) ? jobs : undefined;
      },
      { what, timeoutMs: WAIT_MS },
    );
  }
}

const isDone = (job: JobSeen) => job.status === "done";

export async function answered(story: Story): Promise<Line> {
  const claim = "A message is answered";
  announce("A customer asks, the bot answers");
  const { wamids } = await story.writes(story.newCustomer(), "Hello! What are your opening hours?");
  const [job] = await story.jobs(wamids, "the message to be answered", isDone);
  const delivered = await waitUntil(
    async () => (await sendsOf(wamids)).find(({ messageStatus }) => messageStatus === "DELIVERED"),
    { what: "the delivery receipt", timeoutMs: WAIT_MS },
  );
  const { accepted } = await story.meta.countOf(delivered.ledgerId);
  return {
    claim,
    held: accepted === 1,
    seen: `job ${job?.id} done, Meta accepted ${accepted}, ${delivered.messageStatus}`,
  };
}

export async function duplicateAbsorbed(story: Story): Promise<Line> {
  const claim = "An exact duplicate delivery is absorbed";
  announce("Meta delivers the same webhook five more times, at once");
  const { wamids, deliveryIds } = await story.writes(story.newCustomer(), "Do you deliver on Sundays?");
  const attempts = await story.meta.redeliver(deliveryIds[0] ?? "", { times: 5, isConcurrent: true });
  await story.jobs(wamids, "the message to be answered", isDone);
  const statuses = attempts.map(({ status }) => status);
  const { messages, jobs } = await rowCounts(wamids);
  const sends = await sendsOf(wamids);
  const held =
    statuses.every((status) => status === 200) && messages === 1 && jobs === 1 && sends.length === 1;
  return {
    claim,
    held,
    seen: `answers ${statuses.join(" ")}; ${messages} message, ${jobs} job, ${sends.length} send`,
  };
}

export async function burstAnsweredOnce(story: Story): Promise<Line> {
  const claim = "A burst of three is answered by one reply that saw all three";
  announce("A customer goes on writing while the AI thinks");
  const customer = story.newCustomer();
  const texts = ["Hi there", "I ordered a blue chair last week", "Can I still change the colour?"];
  const slow = { type: "delay" as const, ms: 700 };
  await story.meta.addFault({
    target: "ai:deepseek",
    action: slow,
    when: { next: 1 },
    match: { textContains: "Hi there" },
  });
  const wamids: string[] = [];
  for (const text of texts) {
    wamids.push(...(await story.writes(customer, text)).wamids);
    await story.jobs(wamids, "the message to be durable", () => true);
  }
  const jobs = await story.jobs(wamids, "the burst to be answered", isDone);
  const sends = await sendsOf(wamids);
  const sawAll = texts.every((text) => sends[0]?.body.includes(text));
  const coalesced = jobs.filter(({ coalescedIntoId }) => coalescedIntoId !== null).length;
  const held = sends.length === 1 && sawAll && coalesced === 2;
  return {
    claim,
    held,
    seen: `${jobs.length} jobs done, ${coalesced} coalesced, ${sends.length} send, saw all: ${sawAll}`,
  };
}

export async function lostResponseSettled(story: Story): Promise<Line> {
  const claim = "A lost response is settled by its receipt, without a second send";
  announce("Meta accepts a message and the connection breaks before its answer");
  const customer = story.newCustomer();
  await story.meta.addFault({
    target: "send",
    action: { type: "accept-then-cut" },
    when: { next: 1 },
    match: { recipient: customer },
  });
  await story.meta.hold({ kind: "receipt", customer });
  const { wamids } = await story.writes(customer, "How much is delivery?");
  await story.jobs(wamids, "the outcome to be unknown", ({ status }) => status === "uncertain");
  await story.meta.release({ kind: "receipt", customer });
  await story.jobs(wamids, "the receipt to settle it", isDone);
  const sends = await sendsOf(wamids);
  const { accepted } = await story.meta.countOf(sends[0]?.ledgerId ?? "");
  const held = sends.length === 1 && sends[0]?.settledBy === "receipt" && accepted === 1;
  return {
    claim,
    held,
    seen: `settled by ${sends[0]?.settledBy}, ${sends.length} send, Meta accepted ${accepted}`,
  };
}

export async function aiFallsBack(story: Story): Promise<Line> {
  const claim = "The first AI is down: the second answers";
  announce("DeepSeek is down");
  const customer = story.newCustomer();
  const text = "Do you have gift cards?";
  await story.meta.addFault({
    target: "ai:deepseek",
    action: { type: "http-error", status: 503 },
    when: { next: 1 },
    match: { textContains: text },
  });
  const { wamids } = await story.writes(customer, text);
  const [job] = await story.jobs(wamids, "the message to be answered", isDone);
  const calls = (await aiUsageOf(job?.id ?? 0)).map(
    ({ provider, errorCode }) => `${provider} ${errorCode ?? "ok"}`,
  );
  const held = calls.join() === "deepseek HTTP_503,openai ok" && job?.attempts === 1;
  return { claim, held, seen: calls.join(", ") };
}

export async function noAiNoSilence(story: Story): Promise<Line> {
  const claim = "Every AI is down: a plain sentence and a person, never silence";
  announce("Both AIs are down");
  const text = "Is anybody there today?";
  const rule = await story.meta.addFault({
    target: "ai",
    action: { type: "http-error", status: 500 },
    match: { textContains: text },
  });
  const { wamids } = await story.writes(story.newCustomer(), text);
  const [job] = await story.jobs(wamids, "the sentence to be sent", isDone);
  await story.meta.removeFault(rule.id);
  const [sent] = await sendsOf(wamids);
  const state = await conversation(job?.conversationId ?? 0);
  const held = state?.mode === "HUMAN" && state.notifications === 1 && Boolean(sent?.body);
  return {
    claim,
    held,
    seen: `after ${job?.attempts} attempts: “${sent?.body.slice(0, 40)}…”, mode ${state?.mode}`,
  };
}

export async function handedOver(story: Story): Promise<Line> {
  const claim = "A customer who asks for a person gets one, and the bot keeps quiet";
  announce("A customer asks for a person");
  const customer = story.newCustomer();
  const { wamids } = await story.writes(customer, "I want to talk to a person please");
  const [job] = await story.jobs(wamids, "the handover", isDone);
  const later = await story.writes(customer, "I am waiting");
  const [quiet] = await story.jobs(
    later.wamids,
    "the bot to keep quiet",
    ({ status }) => status === "cancelled",
  );
  const state = await conversation(job?.conversationId ?? 0);
  const sends = await sendsOf([...wamids, ...later.wamids]);
  const held = state?.mode === "HUMAN" && state.notifications === 1 && sends.length === 1;
  return {
    claim,
    held,
    seen: `mode ${state?.mode}, 1 notification, later message ${quiet?.errorCode}, ${sends.length} send`,
  };
}

export async function everythingInPlace(story: Story): Promise<Line> {
  const claim = "All rows are in place, nothing is open, nothing was sent twice";
  await story.meta.idle();
  const counts = await rowCounts(story.wamids);
  const sends = await sendsOf(story.wamids);
  const accepted = await Promise.all(sends.map(({ ledgerId }) => story.meta.countOf(ledgerId)));
  const twice = accepted.filter((count) => count.accepted !== 1).length;
  const unsent = sends.filter(
    ({ status, messageStatus }) => status !== "accepted" || messageStatus === "PENDING",
  ).length;
  const total = story.wamids.length;
  const isComplete = [counts.messages, counts.dedupeKeys, counts.jobs].every((count) => count === total);
  const held = isComplete && counts.jobsOpen === 0 && counts.parked === 0 && twice === 0 && unsent === 0;
  const seen = `${counts.messages} messages, ${counts.jobs} jobs, ${sends.length} sends, ${counts.aiCalls} AI calls; open ${counts.jobsOpen}, twice ${twice}, parked ${counts.parked}`;
  return { claim, held, seen };
}

export async function cronRan(story: Story): Promise<Line> {
  const claim = "The cron route runs on its schedule";
  const { cronSecondsAgo } = await waitUntil(
    async () => {
      const counts = await rowCounts(story.wamids);
      // The database may remember the cron of an earlier demo.
      const storySeconds = (performance.now() - story.startedAt) / 1000;
      const isOurs = counts.cronSecondsAgo !== null && Number(counts.cronSecondsAgo) < storySeconds;
      return isOurs ? counts : undefined;
    },
    { what: "the cron to run", timeoutMs: WAIT_MS },
  );
  return { claim, held: true, seen: `last run ${Number(cronSecondsAgo).toFixed(1)} s ago` };
}
