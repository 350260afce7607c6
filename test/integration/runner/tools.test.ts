import { describe, expect, it } from "vitest";
import { queueDueFollowUps } from "@/domain/follow-ups";
import { readStory, tellStory } from "@/domain/orchestrator";
import { returnQuietConversations } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { customerWrites, jobOf, newCustomer, repliesTo } from "../../support/factories";
import { followUpOf } from "../../support/follow-ups";
import { handedOver, keptOf, letMinutesPass } from "../../support/handovers";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";

const simulator = ownNumber({ persona: { handover: { autoReturnMinutes: 60 } } });
const { phoneNumberId } = simulator;

type ToolCalls = { name: string; arguments: Record<string, unknown> }[];

/** Has the model call these tools for a message, and then say this. */
async function scripted(match: string, toolCalls: ToolCalls, text = "Noted.") {
  await simulator.meta.addAiScript({ match, toolCalls, text: "", times: 1 });
  await simulator.meta.addAiScript({ match, text });
}

async function writes(text: string, from = newCustomer()) {
  const [wamid = ""] = await customerWrites(phoneNumberId, from, text);
  await runOutbound();
  return { from, wamid };
}

const leadOf = (wamid: string) =>
  rows(
    `SELECT l.details FROM "OutboundJob" j JOIN "Conversation" c ON c.id = j."conversationId"
     JOIN "Lead" l ON l.id = c."leadId" WHERE j."inboundProviderMessageId" = $1`,
    [wamid],
  );

describe("a tool that the model calls", () => {
  it("is carried out with the reply, and once, also when Meta refuses the reply first", async () => {
    const from = newCustomer();
    const note = { title: "An order", body: "Twelve roses" };
    await scripted("I am Ana and want roses", [
      { name: "update_lead", arguments: { name: "Ana", need: "Roses" } },
      { name: "create_notification", arguments: note },
    ]);
    await metaDoes(simulator.meta, { type: "refuse", code: 131016 }, { to: from, times: 1 });
    const { wamid } = await writes("I am Ana and want roses", from);
    await rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE status = 'queued'`);
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await leadOf(wamid)).toEqual([{ details: { name: "Ana", need: "Roses" } }]);
    const told = await rows(`SELECT title, body FROM "Notification" WHERE kind = 'BOT_NOTE'`);
    expect(told).toEqual([note]);
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
  });

  it("puts buttons after the text", async () => {
    const buttons = { body: "Which day?", buttons: ["Friday", "Saturday"] };
    await scripted(
      "when can you come",
      [{ name: "send_buttons", arguments: buttons }],
      "We can come this week.",
    );
    const { from } = await writes("when can you come");
    expect((await repliesTo(from)).map(({ body }) => body)).toEqual([
      "We can come this week.",
      "Which day?\n[Friday] [Saturday]",
    ]);
  });

  it("has the bot come back by itself, and only once", async () => {
    const agreement = { inMinutes: 60, note: "Ask about the photos" };
    await scripted("I will send photos", [{ name: "schedule_follow_up", arguments: agreement }]);
    const { from } = await writes("I will send photos");
    const { id } = await row<{ id: number }>(
      `SELECT id FROM "FollowUp" WHERE status = 'waiting' AND note = $1`,
      [agreement.note],
    );
    await rows(`UPDATE "FollowUp" SET "dueAt" = now() WHERE id = $1`, [id]);
    await queueDueFollowUps();
    await runOutbound();
    await queueDueFollowUps();
    await runOutbound();
    expect(await followUpOf(id)).toMatchObject({ status: "queued", job: "done" });
    const { jobId } = await row<{ jobId: number }>(`SELECT "jobId" FROM "FollowUp" WHERE id = $1`, [id]);
    expect(tellStory(await readStory(jobId))).toMatch(/^Job \d+: the bot was to come back to .*\. It did\./);
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(2);
  });

  it("counts also when the reply hands over again without a word", async () => {
    const { from, conversationId } = await handedOver(phoneNumberId);
    await letMinutesPass(conversationId, 61);
    await returnQuietConversations();
    await scripted("I am Bia, a person please", [
      { name: "update_lead", arguments: { name: "Bia" } },
      { name: "handover", arguments: { reason: "Asks again", summary: ["Waits since yesterday."] } },
    ]);
    const { wamid } = await writes("I am Bia, a person please", from);
    expect(await keptOf(conversationId)).toMatchObject({
      mode: "HUMAN",
      reason: "Asks again",
      summary: "Waits since yesterday.",
    });
    expect(await leadOf(wamid)).toEqual([{ details: { name: "Bia" } }]);
    expect(tellStory(await readStory((await jobOf(wamid)).id))).toContain("had been told before");
    expect(await repliesTo(from)).toHaveLength(1);
  });
});
