import { describe, expect, it } from "vitest";
import { lookForAlerts } from "@/domain/alerts";
import { readQueueState } from "@/domain/health";
import { setHours } from "@/domain/integrations";
import { replyAsPerson } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { customerWrites, jobOf, newCustomer, repliesTo } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { lastWrote } from "../../support/templates";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

/** Quiet hours that began an hour ago and end in two. */
async function beQuiet(): Promise<void> {
  const clock = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
  await setHours(phoneNumberId, { timeZone: "UTC", quietHours: { from: clock(-1), to: clock(2) } });
}

async function writesTo(text: string) {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, text);
  return { from, wamid };
}

const waits = (wamid: string) =>
  row<{ hours: number }>(
    `SELECT extract(epoch FROM "runAt" - now())::float / 3600 AS hours FROM "OutboundJob"
     WHERE "inboundProviderMessageId" = $1`,
    [wamid],
  );

describe("in quiet hours", () => {
  it("the bot waits for their end, asks no AI and uses up no attempt", async () => {
    await beQuiet();
    const { from, wamid } = await writesTo("late at night");
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", errorCode: "QUIET_HOURS", attempts: 0 });
    const { hours } = await waits(wamid);
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThanOrEqual(2);
    expect(await simulator.meta.aiCalls({ textContains: "late at night" })).toEqual([]);

    await customerWrites(phoneNumberId, from, "and later still");
    await setHours(phoneNumberId, { quietHours: null });
    await rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE status = 'queued'`);
    await runOutbound();
    const bodies = (await repliesTo(from)).map(({ body }) => body);
    expect(bodies).toEqual([expect.stringContaining("later still")]);
  });

  it("what waits behind the night is not called late", async () => {
    await beQuiet();
    const { from } = await writesTo("first in the night");
    await runOutbound();
    await customerWrites(phoneNumberId, from, "second in the night");
    await rows(
      `UPDATE "OutboundJob" SET "runAt" = now() - interval '10 minutes' WHERE status = 'queued' AND "runAt" <= now()`,
    );
    expect((await readQueueState()).oldestDueSeconds).toBe(0);
    await lookForAlerts();
    expect(await rows(`SELECT 1 FROM "AlertState" WHERE kind = 'queue_late'`)).toEqual([]);
  });

  it("what could not be said after them any more is said now; what cannot be said any more waits like the rest", async () => {
    await beQuiet();
    const { from, wamid } = await writesTo("almost a day ago");
    await lastWrote(from, "22:05:00");
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });

    const over = await writesTo("more than a day ago");
    await lastWrote(over.from, "24:05:00");
    await runOutbound();
    expect(await jobOf(over.wamid)).toMatchObject({ status: "queued", errorCode: "QUIET_HOURS" });

    const other = await writesTo("not that long ago");
    await lastWrote(other.from, "21:30:00");
    await runOutbound();
    expect(await jobOf(other.wamid)).toMatchObject({ status: "queued", errorCode: "QUIET_HOURS" });
  });

  it("a person writes whenever they like", async () => {
    await beQuiet();
    const { from, wamid } = await writesTo("is anybody there?");
    await runOutbound();
    const { conversationId } = await row<{ conversationId: number }>(
      `SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
      [wamid],
    );
    const reply = { conversationId, actor: "user:agent", text: "Yes, me.", clientId: "night" };
    await replyAsPerson(reply, "inbox_1");
    await runOutbound();
    expect((await repliesTo(from)).map(({ body }) => body)).toEqual(["Yes, me."]);
  });

  it("that the AI fails is not blamed on the night: it gets another try", async () => {
    await beQuiet();
    const { wamid } = await writesTo("the AI is down in the morning");
    await runOutbound();
    await setHours(phoneNumberId, { quietHours: null });
    await rows(
      `UPDATE "OutboundJob" SET "runAt" = now(), "createdAt" = now() - interval '8 hours'
       WHERE "inboundProviderMessageId" = $1`,
      [wamid],
    );
    const match = { textContains: "down in the morning" };
    await simulator.meta.addFault({ target: "ai", action: { type: "http-error", status: 500 }, match });
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", errorCode: "AI_UNAVAILABLE" });
  });
});

describe("setting hours", () => {
  const stored = () =>
    row(`SELECT "timeZone", "quietHours", "businessHours" FROM "Integration" WHERE "phoneNumberId" = $1`, [
      phoneNumberId,
    ]);

  it("changes what is named, and takes away what is null", async () => {
    await setHours(phoneNumberId, {
      timeZone: "Europe/Berlin",
      quietHours: { from: "22:00", to: "07:00" },
      businessHours: { mon: [["09:00", "18:00"]] },
    });
    await setHours(phoneNumberId, { quietHours: null });
    expect(await stored()).toEqual({
      timeZone: "Europe/Berlin",
      quietHours: null,
      businessHours: { mon: [["09:00", "18:00"]] },
    });
    await setHours(phoneNumberId, { timeZone: null, businessHours: null });
    expect(await stored()).toEqual({ timeZone: null, quietHours: null, businessHours: null });
  });

  it.each([
    [{ timeZone: "Berlin" }, /timeZone is not a time zone/],
    [{ quietHours: { from: "22:00", to: "22:00" } }, /begin and end at the same time/],
    [{ quietHours: { from: "10pm", to: "07:00" } }, /quietHours.from is not a time/],
  ])("%j is refused with the reason", async (change, reason) => {
    await expect(setHours(phoneNumberId, change)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      publicMessage: expect.stringMatching(reason),
    });
  });

  it("of a number that is not ours is told", async () => {
    await expect(setHours("1", {})).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
