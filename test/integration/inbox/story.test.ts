import { beforeEach, describe, expect, it } from "vitest";
import * as route from "@/app/api/inbox/messages/[id]/story/route";
import { replyAsPerson } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { prisma } from "@/infra/database/prisma";
import { newRequestId } from "@/lib/request-id";
import { customerWrites, receive } from "../../support/factories";
import { askInbox, conversationOfMessage, createUser, startConversation } from "../../support/inbox";
import { teach } from "../../support/knowledge";
import { row } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { status } from "../../support/wire";
import { setEnv } from "../../support/with-env";

const own = ownNumber({ persona: { name: "Ada" } });
beforeEach(async () => {
  setEnv({ INBOX_WITHOUT_SIGN_IN: "true" });
  const { organizationId } = await row<{ organizationId: string }>(
    `SELECT "organizationId" FROM "Integration"`,
  );
  await createUser(organizationId);
});

const read = (id: number) => askInbox(route.GET, { params: { id } });
const answerIn = (conversationId: number) =>
  row<{ id: number; providerMessageId: string }>(
    `SELECT id, "providerMessageId" FROM "Message" WHERE "conversationId" = $1 AND direction = 'OUTBOUND'`,
    [conversationId],
  );

describe("the story of a message", () => {
  it("goes from the webhook to the receipts, each with its time and its id", async () => {
    setEnv({ AI_TIMEOUT_MS: "5000" });
    const { conversationId, customer, wamids } = await startConversation(own.phoneNumberId, "hello");
    wamids.push(...(await customerWrites(own.phoneNumberId, customer, "are you there?")));
    await runOutbound();
    const answer = await answerIn(conversationId);
    await receive(own.phoneNumberId, { statuses: [status(answer.providerMessageId, "delivered")] });

    const { status: code, body } = await read(answer.id);

    expect(code).toBe(200);
    expect(body.story).toMatchObject({
      messageId: answer.id,
      conversationId,
      webhook: { requestId: expect.stringMatching(/^webhook_/), receivedAt: expect.any(String) },
      job: { author: "BOT", status: "done" },
      inbound: wamids.map((providerMessageId) => ({ providerMessageId, jobId: expect.any(Number) })),
      turns: [
        {
          purpose: "reply",
          decision: "send",
          personaVersion: 1,
          steps: [{ kind: "asked", provider: "deepseek", at: expect.any(String) }],
          unansweredMessageIds: [expect.any(Number), expect.any(Number)],
        },
      ],
      sends: [{ messageId: answer.id, status: "accepted", providerMessageId: answer.providerMessageId }],
    });
    expect(body.story.receipts.map((receipt: { status: string }) => receipt.status)).toContain("delivered");
    expect(body.story.sums.inputTokens).toBeGreaterThan(0);
    // The customer's message tells the same.
    const first = await conversationOfMessage(wamids[0] as string);
    expect((await read(first.id)).body.story.job).toEqual(body.story.job);
  });

  it("shows the passages the bot was given, in their words", async () => {
    setEnv({ AI_TIMEOUT_MS: "5000" });
    const { organizationId } = await row<{ organizationId: string }>(
      `SELECT "organizationId" FROM "Integration"`,
    );
    await teach(organizationId, "lamps.md", "# Lamps\n\nA lamp costs 49 euros.");
    const { conversationId } = await startConversation(own.phoneNumberId, "What does a lamp cost?");
    await runOutbound();
    const { body } = await read((await answerIn(conversationId)).id);
    expect(body.story.turns[0].sources).toMatchObject([
      { title: "Lamps", text: expect.stringContaining("49 euros") },
    ]);
  });

  it("of a person has no turns", async () => {
    const { conversationId } = await startConversation(own.phoneNumberId, "hello");
    const reply = { conversationId, actor: "user:x", clientId: "c", text: "hi" };
    await replyAsPerson(reply, newRequestId("inbox"));
    await runOutbound();
    const { body } = await read((await answerIn(conversationId)).id);
    expect(body.story).toMatchObject({
      job: { author: "PERSON" },
      turns: [],
      inbound: [],
      sends: [{ part: 1 }],
    });
  });

  it("of another organization is not found, nor of what no job was about", async () => {
    const { conversationId, wamids } = await startConversation(own.phoneNumberId, "hello");
    const { id } = await conversationOfMessage(wamids[0] as string);
    expect(await read(id)).toMatchObject({ status: 200 });
    const other = await prisma().organization.create({ data: { name: "o", slug: `o-${id}` } });
    await prisma().message.update({ where: { id }, data: { organizationId: other.id } });
    expect(await read(id)).toMatchObject({ status: 404 });
    const fromPhone = await prisma().message.create({
      data: {
        organizationId: other.id,
        conversationId,
        direction: "OUTBOUND",
        type: "text",
        status: "SENT",
        origin: "PHONE",
      },
    });
    expect(await read(Number(fromPhone.id))).toMatchObject({ status: 404 });
  });
});
