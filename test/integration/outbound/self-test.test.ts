import { describe, expect, it } from "vitest";
import { isSelfTest, newSelfTestAddress } from "@/domain/conversations";
import { listConversations } from "@/domain/inbox";
import { endSelfTest, readSelfTest, replyAsPerson } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { metrics } from "@/infra/monitoring/metrics";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import {
  claimOne,
  conversationOf,
  customerWrites,
  jobOf,
  newCustomer,
  receive,
  repliesTo,
  sendReply,
  sendsOf,
  textReply,
} from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { textMessage } from "../../support/wire";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

async function selfTest() {
  const from = newSelfTestAddress();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "Self-test: are you open today?");
  return { from, wamid };
}

const accepted = async () => {
  const { values } = await metrics().sends.get();
  return values.find(({ labels }) => labels.outcome === "accepted")?.value ?? 0;
};
const slotsTaken = () => rows(`SELECT "fullAt" FROM "SendRate"`);

describe("a self-test", () => {
  it("goes the whole way but for the call to Meta, while the customer beside it is really sent to", async () => {
    const customer = newCustomer();
    const [customersWamid = ""] = await customerWrites(phoneNumberId, customer, "And are you open tomorrow?");
    const { from, wamid } = await selfTest();
    expect(await readSelfTest(wamid)).toMatchObject({ stage: "queued", outcome: "pending", jobs: 1 });
    const before = await accepted();

    await runOutbound();

    const job = await jobOf(wamid);
    expect(job).toMatchObject({ status: "done", attempts: 1 });
    const sends = await sendsOf(job.id);
    expect(sends).toMatchObject([
      { status: "accepted", settledBy: "answer", providerMessageId: `wamid.SELFTEST-${sends[0]?.id}` },
    ]);
    expect(await repliesTo(from)).toMatchObject([{ status: "SENT" }]);
    expect(await simulator.meta.aiCalls({ textContains: "Self-test: are you open today?" })).toHaveLength(1);
    expect(await readSelfTest(wamid)).toMatchObject({
      stage: "done",
      outcome: "answered",
      jobId: job.id,
      jobs: 1,
      sends: 1,
      isSuppressed: true,
      provider: "deepseek",
      replyLength: expect.any(Number),
      elapsedMs: { untilSend: expect.any(Number), send: expect.any(Number), total: expect.any(Number) },
    });

    expect(await jobOf(customersWamid)).toMatchObject({ status: "done" });
    expect(await simulator.meta.effects({ recipient: customer })).toHaveLength(1);
    const calls = await simulator.meta.calls();
    expect(calls.filter((call) => JSON.stringify(call).includes(from))).toEqual([]);
    expect(await accepted()).toBe(before + 1);
  });

  it("is seen by nobody in the inbox, and takes nothing of the number's rate", async () => {
    const customer = newCustomer();
    await customerWrites(phoneNumberId, customer, "I am a person");
    await runOutbound();
    const before = await slotsTaken();
    expect(before).toHaveLength(1);

    const { from } = await selfTest();
    await runOutbound();

    expect(await repliesTo(from)).toHaveLength(1);
    expect(await slotsTaken()).toEqual(before);
    const { organizationId } = await row<{ organizationId: string }>(
      `SELECT "organizationId" FROM "Integration"`,
    );
    const everything = { organizationId, userId: "nobody", view: "all", state: "open", limit: 100 } as const;
    const { conversations } = await listConversations(everything);
    const customers = conversations.map(({ customer: { phone } }) => phone);
    expect(customers).toContain(customer);
    expect(customers).not.toContain(from);
  });

  it("says that no AI has answered when the key was never loaded, and calls no person", async () => {
    setEnv({ DEEPSEEK_API_KEY: undefined, OPENAI_API_KEY: undefined, AI_MAX_ATTEMPTS: "1" });
    forgetOncePerProcess("ai-providers");
    try {
      const { wamid } = await selfTest();
      await runOutbound();
      expect(await readSelfTest(wamid)).toMatchObject({
        stage: "done",
        outcome: "fallback",
        provider: null,
        isSuppressed: true,
      });
      expect(await conversationOf(wamid)).toMatchObject({ mode: "BOT", notifications: [] });
    } finally {
      forgetOncePerProcess("ai-providers");
    }
  });

  it("keeps what a person writes to it from Meta as well", async () => {
    const { from, wamid } = await selfTest();
    await runOutbound();
    const { conversationId } = await row<{ conversationId: number }>(
      `SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
      [wamid],
    );
    const reply = { conversationId, actor: "user:agent", text: "A person's words", clientId: "1" };
    const jobId = await replyAsPerson(reply, "request");
    await runOutbound();
    expect(await sendsOf(jobId)).toMatchObject([
      { status: "accepted", providerMessageId: expect.stringMatching(/^wamid\.SELFTEST-/) },
    ]);
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });

  it("leaves nothing behind but its raw webhook, and takes those along that were cut off", async () => {
    const old = await selfTest();
    await rows(`UPDATE "Contact" SET "createdAt" = now() - interval '2 hours' WHERE address = $1`, [
      old.from,
    ]);
    const beside = await selfTest();
    const { from, wamid } = await selfTest();
    const customer = newCustomer();
    const [customersWamid = ""] = await customerWrites(phoneNumberId, customer, "I stay");
    await runOutbound();

    expect(await endSelfTest(customersWamid)).toBe(1); // Only the old one: a customer is no self-test.
    expect(await endSelfTest(wamid)).toBe(1);

    const left = await rows<{ address: string }>(
      `SELECT address FROM "Contact" WHERE address = ANY ($1) ORDER BY address`,
      [[old.from, beside.from, from, customer]],
    );
    expect(left.map(({ address }) => address)).toEqual([beside.from, customer].toSorted());
    expect(await readSelfTest(wamid)).toBeNull();
    for (const table of ["OutboundJob", "Conversation"])
      expect(
        await rows(`SELECT 1 FROM "${table}" t WHERE NOT EXISTS (SELECT 1 FROM "Contact" p
          JOIN "Conversation" c ON c."contactId" = p.id WHERE c.id = t."${table === "OutboundJob" ? "conversationId" : "id"}")`),
      ).toEqual([]);
  });
});

describe("nobody else's message", () => {
  it("is held back: not a person's with a number that only looks like a test's", async () => {
    const person = { ...textMessage(newSelfTestAddress(), "hello"), from_user_id: "US.13491208655302741918" };
    await receive(phoneNumberId, { messages: [person] });
    await sendReply(await claimOne(), textReply("answer"));
    expect(await readSelfTest(person.id)).toBeNull();
    const calls = await simulator.meta.calls();
    expect(calls.filter((call) => JSON.stringify(call).includes(person.from))).toHaveLength(1);
  });

  it.each([
    ["a number", "4915112345678"],
    ["a number that begins with a zero", "0491511234567890"],
    ["a longer one", "000000001234567890"],
    ["a shorter one", "0000000012345"],
    ["words around one", "x0000000012345678"],
  ])("%s is no self-test", (_, phone) => {
    expect(isSelfTest({ phone, userId: null })).toBe(false);
  });

  it("is no self-test where Meta withholds the number", async () => {
    const [wamid = ""] = await customerWrites(phoneNumberId, newCustomer(), "hello");
    expect(await readSelfTest(wamid)).toBeNull();
    expect(isSelfTest({ phone: null, userId: "US.1" })).toBe(false);
  });
});
