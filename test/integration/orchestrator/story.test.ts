import { describe, expect, it } from "vitest";
import { readStory, rerunTurn, tellStory } from "@/domain/orchestrator";
import { takeOver } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { customerWrites, jobOf, newCustomer, repliesTo } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { runScript } from "../../support/run-script";
import { turnsOf } from "../../support/turns";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber({ persona: { name: "Ada" } });
const { phoneNumberId } = simulator;

/** A customer writes twice, the first provider is down, and the bot hands over. */
async function burst() {
  setEnv({ AI_TIMEOUT_MS: "5000" });
  const from = newCustomer();
  const match = { textContains: "a person please" };
  await simulator.meta.addFault({
    target: "ai:deepseek",
    action: { type: "http-error", status: 503 },
    match,
  });
  const wamids = await customerWrites(phoneNumberId, from, "my chair broke", "a person please");
  await runOutbound();
  const jobs = await Promise.all(wamids.map(jobOf));
  const lead = jobs.find(({ coalescedIntoId }) => coalescedIntoId === null);
  if (!lead) throw new Error("No job leads");
  return { from, jobs, lead };
}

/** The parts stand in the text in this order. */
function expectInOrder(text: string, parts: string[]) {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    expect(at, `${part} after position ${from} of:\n${text}`).toBeGreaterThanOrEqual(0);
    from = at;
  }
}

describe("the story of a burst with a fallback and a handover", () => {
  it("is told in the order of time, in sentences, from the webhook to the person", async () => {
    const { lead, from } = await burst();
    const [reply] = await repliesTo(from);
    const story = tellStory(await readStory(lead.id));
    expectInOrder(story, [
      `Job ${lead.id}: a customer wrote to Test business (2 messages in a row). It was answered within`,
      "Meta delivered a webhook with it (ingested).",
      "wrote: “my chair broke”",
      "wrote: “a person please”",
      "The bot began to think. It read 2 messages, 2 of them unanswered, persona 1.",
      "deepseek (deepseek-flash) refused (HTTP_503), after",
      "openai (gpt-4o-mini) answered after",
      "It called: handover.",
      "It called for a person (handover: reason “",
      "Nothing forbade the reply: it was to be sent.",
      `Part 1 was sent to Meta: “${reply?.body.slice(0, 30)}`,
      "Meta took part 1 after",
      "AI: 2 calls, $",
    ]);
    expect(story).toContain("People were notified: A customer waits for a person");
    expect(story).toContain("Now a person speaks in this conversation; the bot is silent.");
  });

  it("is the same for the message that was answered along with it", async () => {
    const { lead, jobs } = await burst();
    const follower = jobs.find(({ id }) => id !== lead.id);
    const story = tellStory(await readStory(follower?.id ?? 0));
    expect(story).toContain(`The message of job ${follower?.id} was answered by this job's reply.`);
    expect(story).toContain(`Job ${lead.id}:`);
  });

  it("says that a person took over, and what the bot would have said", async () => {
    const from = newCustomer();
    const action = { type: "delay" as const, ms: 20_000 };
    const match = { textContains: "slow and taken" };
    await simulator.meta.addFault({ target: "ai", action, match, when: { next: 1 } });
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "slow and taken");
    const running = runOutbound();
    await expect.poll(() => simulator.meta.aiCalls({ textContains: "slow and taken" })).toHaveLength(1);
    const { conversationId } = await row<{ conversationId: number }>(
      `SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
      [wamid],
    );
    await takeOver({ conversationId, actor: "user:7" });
    await running;
    const story = tellStory(await readStory((await jobOf(wamid)).id));
    expectInOrder(story, [
      "The bot did not answer it (HUMAN_TAKEOVER: A person has taken over the conversation).",
      "The bot began to think.",
      "user:7 did: take over.",
      "deepseek (deepseek-flash) was not waited for any longer",
      "The conversation had moved on: the thought was given up.",
      "Now a person speaks in this conversation",
      "more may have been billed",
    ]);
  });

  it("has no job that is not there", async () => {
    await expect(readStory(999_999)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a rerun", () => {
  it("asks another model about the same messages, sends nothing and is booked as what it is", async () => {
    const from = newCustomer();
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "what does it cost");
    await runOutbound();
    await customerWrites(phoneNumberId, from, "written later");
    await runOutbound();
    const job = await jobOf(wamid);
    const sent = await simulator.meta.effects({ recipient: from });

    const { before, after } = await rerunTurn({ jobId: job.id, model: "openai/gpt-4.1-mini" });
    expect(before).toMatchObject({ provider: "deepseek", outcome: "reply", personaVersion: 1 });
    expect(after).toMatchObject({ provider: "openai", model: "gpt-4.1-mini", outcome: "reply" });
    expect(after.parts.join()).toContain("what does it cost");
    expect(after.parts.join()).not.toContain("written later");
    expect(after.costMicroUsd).toBeGreaterThan(0);

    expect(await simulator.meta.effects({ recipient: from })).toEqual(sent);
    const booked = await rows(`SELECT purpose, model FROM "AiUsage" WHERE "jobId" = $1 ORDER BY id`, [
      job.id,
    ]);
    expect(booked.at(-1)).toEqual({ purpose: "rerun", model: "gpt-4.1-mini" });
    const purposes = await rows(`SELECT purpose, outcome, decision FROM "AiTurn" WHERE id = $1`, [
      after.turnId,
    ]);
    expect(purposes).toEqual([{ purpose: "rerun", outcome: "reply", decision: null }]);
    expect((await turnsOf(job.id)).length).toBe(2);
  });

  it("does not exist for a model that cannot be asked, a persona nobody wrote, or a job without a turn", async () => {
    const [wamid = ""] = await customerWrites(phoneNumberId, newCustomer(), "hello");
    await runOutbound();
    const { id: jobId } = await jobOf(wamid);
    await expect(rerunTurn({ jobId, model: "acme/x" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(rerunTurn({ jobId, personaVersion: 77 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(rerunTurn({ jobId: 999_999 })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

// Four processes; each takes seconds where others work on the machine.
it("npm run jobs tells why and reruns from a terminal", { timeout: 60_000 }, async () => {
  const { lead } = await burst();
  const env = { ...process.env, LOG_LEVEL: "silent" };
  const why = await runScript("jobs", ["why", String(lead.id)], { env });
  expect(why).toMatchObject({ exitCode: 0, stderr: "" });
  expect(why.stdout).toContain("handover");
  const json = await runScript("jobs", ["why", String(lead.id), "--json"], { env });
  expect(JSON.parse(json.stdout)).toMatchObject({ job: { id: lead.id }, turns: [{ outcome: "handover" }] });
  const rerun = await runScript("jobs", ["rerun", String(lead.id), "--model", "openai/gpt-4o"], { env });
  expect(rerun.stdout).toMatch(/THEN +│ AGAIN\nopenai\/gpt-4o-mini, persona 1 +│ openai\/gpt-4o, persona 1/);
  expect((await runScript("jobs", ["why", "999999"], { env })).exitCode).toBe(2);
});
