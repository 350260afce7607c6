import { describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { jobOf, newCustomer, repliesTo } from "../support/factories";
import { postWebhook } from "../support/own-app";
import { ownDatabase, row, rows } from "../support/own-database";
import { errorOf, isDone, ownSystem, phoneNumberId } from "../support/own-system";
import { envelope, newWamid, textMessage, toBytes } from "../support/wire";

describe.each(["next", "ingress"] as const)("served by %s", (server) => {
  ownDatabase();
  const system = ownSystem({}, server);

  describe("a signed message", () => {
    it("is answered, without anybody calling anything else, and its log lines come in order", async () => {
      const from = newCustomer();
      const message = textMessage(from, "Do you deliver, canary?");
      const response = await postWebhook(
        system.app.url,
        toBytes(envelope(phoneNumberId, { messages: [message] })),
      );
      expect(response.status).toBe(200);
      const { requestId, ...answer } = await response.json();
      expect(answer).toMatchObject({ ok: true, accepted: 1, duplicates: 0 });
      await isDone(message.id);

      expect(await repliesTo(from)).toHaveLength(1);
      const { id } = await jobOf(message.id);
      const expected = [
        "[WEBHOOK] INBOUND-ENTRY requestId=",
        "[WEBHOOK] Job enqueued requestId=",
        `[WEBHOOK] Kicked job runner requestId=${requestId} inboundMessageId=`,
        "[JOB-RUNNER] Processing 1 job(s)",
        `[JOB-RUNNER] picked jobId=${id} requestId=${requestId} conversationId=`,
        "[JOB-RUNNER] Conversation loaded",
        "[JOB-RUNNER] Inbound message loaded",
        `[JOB-RUNNER] Orchestrator complete jobId=${id} elapsed=`,
        "[JOB-RUNNER] before sendOutboundWithIdempotency",
        `[JOB-RUNNER] outbound sent jobId=${id} messageId=wamid.`,
        `[JOB-RUNNER] Message row confirmed jobId=${id} messageRowId=`,
        `[JOB-RUNNER] Job ${id} completed successfully`,
      ];
      await waitUntil(() => system.app.log().some(({ msg }) => msg.startsWith(expected.at(-1) ?? "")), {
        what: "the last line",
        timeoutMs: 5_000,
      });
      const lines = system.app.log().map(({ msg }) => msg);
      const positions = expected.map((start) => lines.findIndex((line) => line.startsWith(start)));
      expect(expected.filter((_, at) => positions[at] === -1)).toEqual([]);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    });

    it("with escaped characters, as Meta writes them, is verified over its exact bytes", async () => {
      const from = newCustomer();
      const { wamid } = await system.meta.text(from, "Olá canary! Preço / custo @ 5 € 😀");
      await waitUntil(
        async () =>
          (await rows(`SELECT 1 FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`, [wamid])).length,
        {
          what: "the job",
          timeoutMs: 10_000,
        },
      );
      await isDone(wamid);
      const { body } = await row<{ body: string }>(
        `SELECT body FROM "Message" WHERE "providerMessageId" = $1`,
        [wamid],
      );
      expect(body).toBe("Olá canary! Preço / custo @ 5 € 😀");
    });
  });

  describe("bad input to the webhook", () => {
    const body = toBytes(envelope(phoneNumberId, { messages: [textMessage(newCustomer(), "canary x")] }));

    it.each([
      ["no signature", {}],
      ["a wrong signature", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
      ["an upper-case signature", { "x-hub-signature-256": `SHA256=${"A".repeat(64)}` }],
      ["half a signature", { "x-hub-signature-256": "sha256=abc" }],
    ])("with %s is 401 and leaves nothing", async (_, headers) => {
      expect(
        await errorOf(await postWebhook(system.app.url, body, headers as Record<string, string>)),
      ).toEqual({
        status: 401,
        code: "UNAUTHORIZED",
        hasRequestId: true,
      });
      expect(
        await rows(`SELECT 1 FROM webhook_delivery_log WHERE raw_body = $1`, [Buffer.from(body)]),
      ).toEqual([]);
    });

    it.each([
      ["an empty body", ""],
      ["no JSON", "hello=world"],
      ["bytes that are no UTF-8", new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
    ])("that is %s is 400", async (_, bytes) => {
      expect(await errorOf(await postWebhook(system.app.url, bytes))).toMatchObject({
        status: 400,
        code: "INVALID_JSON",
      });
    });

    it.each([
      ["{}"],
      ["[]"],
      ["null"],
      ['"text"'],
      ['{"object":"page","entry":[]}'],
      ['{"object":"whatsapp_business_account"}'],
    ])("that is signed JSON but not Meta's (%s) is kept and answered 200", async (json) => {
      const response = await postWebhook(system.app.url, json);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ ok: true, isRecognised: false });
    });

    it("with three malformed messages among a thousand loses those three", async () => {
      const messages: unknown[] = Array.from({ length: 997 }, (_, at) =>
        textMessage(newCustomer(), `canary bulk ${at}`),
      );
      messages.splice(10, 0, { id: newWamid(), type: "text" }, 42, {
        ...textMessage("x", "y"),
        timestamp: null,
      });
      const response = await postWebhook(system.app.url, toBytes(envelope(phoneNumberId, { messages })));
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ accepted: 997, malformed: 3 });
      await waitUntil(
        async () =>
          (await row<{ n: number }>(`SELECT count(*)::int AS n FROM "OutboundJob" WHERE status <> 'done'`))
            .n === 0,
        { what: "all of them to be answered", timeoutMs: 50_000 },
      );
      const { answered } = await row<{ answered: number }>(
        `SELECT count(*)::int AS answered FROM "Message" m JOIN "OutboundJob" j ON j."inboundMessageId" = m.id
       WHERE m.body LIKE 'canary bulk %' AND j.status = 'done'`,
      );
      expect(answered).toBe(997);
      expect((await system.meta.summary()).acceptedTwice).toEqual([]);
    });
  });
});
