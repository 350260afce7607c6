import { beforeEach, describe, expect, it } from "vitest";
import { newSelfTestAddress } from "@/domain/conversations";
import { runOutbound } from "@/domain/runner";
import { customerWrites, jobOf, newCustomer } from "../../support/factories";
import { rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { recordingServer } from "../../support/recording-server";
import { newWamid } from "../../support/wire";
import { setEnv } from "../../support/with-env";

// Blue ticks and "typing" (Meta, typing-indicators): what the customer sees while the AI thinks.

const simulator = ownNumber();
const { phoneNumberId } = simulator;
const graph = recordingServer();

beforeEach(() => {
  setEnv({ WHATSAPP_API_URL: graph.url, TYPING_AFTER_MS: "50" });
  meta({});
});

/** How Meta answers: sends, and marks. */
function meta({ markStatus = 200 }: { markStatus?: number | "never" }): void {
  graph.answer = (response, { body }) => {
    if (!isMark(body)) return void response.end(JSON.stringify({ messages: [{ id: newWamid() }] }));
    if (markStatus !== "never") response.writeHead(markStatus).end(JSON.stringify({ success: true }));
  };
}

const isMark = (body: string) => JSON.parse(body).status === "read";
const marks = () =>
  graph.requests
    .map(({ body }) => body)
    .filter(isMark)
    .map((body) => JSON.parse(body));

/** A job about which the AI thinks for so long. */
async function thoughtAbout(ms: number, from = newCustomer(), texts = [`think ${ms}`]) {
  if (ms > 0)
    await simulator.meta.addFault({
      target: "ai",
      action: { type: "delay", ms },
      match: { textContains: "think" },
    });
  const wamids = await customerWrites(phoneNumberId, from, ...texts);
  const startedAt = performance.now();
  await runOutbound();
  return { wamids, elapsedMs: performance.now() - startedAt };
}

const isDone = async (wamid = "") =>
  expect(await jobOf(wamid)).toMatchObject({ status: "done", attempts: 1 });

describe("typing", () => {
  it("shows once the AI has thought for a while, for the newest message that is being answered", async () => {
    const { wamids } = await thoughtAbout(500, newCustomer(), ["think one", "think two"]);
    expect(marks()).toEqual([
      {
        messaging_product: "whatsapp",
        status: "read",
        message_id: wamids[1],
        typing_indicator: { type: "text" },
      },
    ]);
    await isDone(wamids[0]);
  });

  it("does not show when the answer is there before", async () => {
    setEnv({ TYPING_AFTER_MS: "5000" });
    const { wamids } = await thoughtAbout(0);
    expect(marks()).toEqual([]);
    await isDone(wamids[0]);
  });

  it("does not show when it is turned off", async () => {
    setEnv({ READ_RECEIPTS: "off" });
    await thoughtAbout(300);
    expect(marks()).toEqual([]);
  });

  it.each([500, "never"] as const)(
    "that Meta does not take (%s) delays nothing and fails nothing",
    async (markStatus) => {
      meta({ markStatus });
      const { wamids, elapsedMs } = await thoughtAbout(300);
      expect(marks()).toHaveLength(1);
      await isDone(wamids[0]);
      expect(elapsedMs).toBeLessThan(3_000);
    },
  );

  it("shows nobody anything in a self-test", async () => {
    const { wamids } = await thoughtAbout(300, newSelfTestAddress());
    expect(graph.requests).toEqual([]);
    await isDone(wamids[0]);
  });

  it("is not asked for about a message older than 30 days, which Meta would not mark", async () => {
    await simulator.meta.addFault({
      target: "ai",
      action: { type: "delay", ms: 300 },
      match: { textContains: "old" },
    });
    const [wamid = ""] = await customerWrites(phoneNumberId, newCustomer(), "old one");
    await rows(
      `UPDATE "Message" SET "sentAt" = now() - interval '30 days 1 second' WHERE "providerMessageId" = $1`,
      [wamid],
    );
    await runOutbound();
    expect(marks()).toEqual([]);
    await isDone(wamid);
  });
});

describe("read receipts that are always sent", () => {
  it("mark a message when it is taken up, and typing shows as well", async () => {
    setEnv({ READ_RECEIPTS: "always" });
    const { wamids } = await thoughtAbout(300);
    expect(marks()).toMatchObject([
      { message_id: wamids[0] },
      { message_id: wamids[0], typing_indicator: {} },
    ]);
    expect(marks()[0]).not.toHaveProperty("typing_indicator");
  });
});
