import { afterEach, describe, expect, it } from "vitest";
import { describeMessage } from "@/domain/orchestrator/describe-message";
import { type Claim, claimJobs, readTurn } from "@/domain/outbound";
import { beginSend } from "@/domain/outbound/begin-sends";
import { pool } from "@/infra/database/pool";
import { waitUntil } from "../../../scripts/local/processes";
import {
  claimOne,
  createIntegration,
  customerWrites,
  emptyQueue,
  jobOf,
  newCustomer,
  receive,
  textReply,
} from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";
import { newWamid, textMessage } from "../../support/wire";

ownDatabase();
afterEach(emptyQueue);

const seconds = (ahead: number) => String(Math.floor(Date.now() / 1000) + ahead);

function edited(from: string, original: string, body: string, ahead = 10) {
  const message = { type: "text", text: { body } };
  const edit = { original_message_id: original, message };
  return { id: newWamid(), from, timestamp: seconds(ahead), type: "edit", edit };
}

function revoked(from: string, original: string, ahead = 20) {
  return {
    id: newWamid(),
    from,
    timestamp: seconds(ahead),
    type: "revoke",
    revoke: { original_message_id: original },
  };
}

interface MessageRow extends Record<string, unknown> {
  body: string | null;
  content: unknown;
  payload: unknown;
  editedAt: Date | null;
  revokedAt: Date | null;
}

const messageOf = (wamid: string) =>
  row<MessageRow>(
    `SELECT body, content, payload, "editedAt", "revokedAt" FROM "Message" WHERE "providerMessageId" = $1`,
    [wamid],
  );

const countOf = async (wamid: string) =>
  (
    await row<{ count: number }>(
      `SELECT c."inboundCount" AS count FROM "Conversation" c JOIN "Message" m ON m."conversationId" = c.id
       WHERE m."providerMessageId" = $1`,
      [wamid],
    )
  ).count;

/** Whether a reply that has seen the turn as it was claimed may be sent now. */
function begin({ job, turn }: Claim) {
  const seen = { seenCount: turn.inboundCount, answeredJobIds: turn.waitingJobIds };
  const reply = textReply("Nine it is");
  return beginSend({ job, reply, ...seen, part: 1, mayBeSuperseded: true });
}

/** A customer with one message that waits for an answer. */
async function waitingMessage(body = "At nine") {
  const { phoneNumberId } = await createIntegration();
  const from = newCustomer();
  const [wamid] = (await customerWrites(phoneNumberId, from, body)) as [string];
  return { phoneNumberId, from, wamid };
}

describe("an edit", () => {
  it("changes the words, and makes the reply that has seen the old ones stale", async () => {
    const { phoneNumberId, from, wamid } = await waitingMessage();
    const claim = await claimOne();

    await receive(phoneNumberId, { messages: [edited(from, wamid, "At ten")] });

    expect(await messageOf(wamid)).toMatchObject({ body: "At ten", revokedAt: null });
    const turn = await readTurn(claim.job.id);
    expect(turn?.history.map(describeMessage)).toContain("[edited] At ten");
    expect(await begin(claim)).toEqual({ verdict: "superseded" });
  });

  it("takes effect once, however often it is delivered, and an older one changes nothing", async () => {
    const { phoneNumberId, from, wamid } = await waitingMessage();
    const [newest, older] = [edited(from, wamid, "At eleven", 30), edited(from, wamid, "At ten", 10)];
    await receive(phoneNumberId, { messages: [newest] });
    await Promise.all([1, 2, 3].map(() => receive(phoneNumberId, { messages: [older, newest] })));
    expect(await messageOf(wamid)).toMatchObject({ body: "At eleven" });
    expect(await countOf(wamid)).toBe(2);
  });

  it("of a message nobody waits on changes no count", async () => {
    const { phoneNumberId, from, wamid } = await waitingMessage();
    await emptyQueue();
    await receive(phoneNumberId, { messages: [edited(from, wamid, "At ten")] });
    expect(await messageOf(wamid)).toMatchObject({ body: "At ten" });
    expect(await countOf(wamid)).toBe(1);
  });

  it("cannot change what somebody else has written", async () => {
    const { phoneNumberId, wamid } = await waitingMessage();
    const notice = edited(newCustomer(), wamid, "I owe you a million");
    await receive(phoneNumberId, { messages: [notice] });
    expect(await messageOf(wamid)).toMatchObject({ body: "At nine", editedAt: null });
    expect(await messageOf(notice.id)).toMatchObject({ body: "I owe you a million" });
  });

  it("that comes before its message shows the words itself", async () => {
    const { phoneNumberId, from } = await waitingMessage();
    const message = textMessage(from, "At nine");
    const notice = edited(from, message.id, "At ten");
    await receive(phoneNumberId, { messages: [notice] });
    await receive(phoneNumberId, { messages: [message] });
    expect([(await messageOf(notice.id)).body, (await messageOf(message.id)).body]).toEqual([
      "At ten",
      "At nine",
    ]);
  });
});

describe("a revocation", () => {
  it("takes the words away everywhere, and nobody answers them", async () => {
    const { phoneNumberId, from, wamid } = await waitingMessage("CANARY-WORDS");
    const notice = edited(from, wamid, "CANARY-WORDS, edited", 5);
    await receive(phoneNumberId, { messages: [notice] });
    await receive(phoneNumberId, { messages: [revoked(from, wamid)] });

    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled", errorCode: "REVOKED" });
    expect(await messageOf(wamid)).toMatchObject({ body: null, content: null, payload: null });
    expect(await messageOf(notice.id)).toMatchObject({ body: null, content: null, payload: null });
    expect(await rows(`SELECT 1 FROM "Message" m WHERE m::text LIKE '%CANARY-WORDS%'`)).toEqual([]);
    expect(await claimJobs(10)).toEqual([]);
  });

  it("of a file takes the file away as well", async () => {
    const { phoneNumberId, from } = await waitingMessage();
    const image = {
      id: newWamid(),
      from,
      timestamp: seconds(0),
      type: "image",
      image: { id: "7", mime_type: "image/png" },
    };
    await receive(phoneNumberId, { messages: [image] });
    await rows(`UPDATE "MediaAsset" SET "storageKey" = 'canary-key', status = 'stored'`);
    await receive(phoneNumberId, { messages: [revoked(from, image.id)] });
    expect(await rows(`SELECT 1 FROM "MediaAsset"`)).toEqual([]);
    expect(await rows(`SELECT "storageKey" FROM "MediaRemoval"`)).toEqual([{ storageKey: "canary-key" }]);
  });

  it("while a reply is thought makes that reply stale; the AI reads only that something was deleted", async () => {
    const { phoneNumberId, from, wamid } = await waitingMessage();
    const claim = await claimOne();
    await receive(phoneNumberId, { messages: [revoked(from, wamid)] });
    expect(await begin(claim)).toEqual({ verdict: "superseded" });
    const turn = await readTurn(claim.job.id);
    expect(turn?.history.map(describeMessage)).toContain("[deleted by the customer]");
  });

  it("that comes before its message keeps that from ever being taken in", async () => {
    const { phoneNumberId, from } = await waitingMessage();
    const message = textMessage(from, "CANARY-LATE");
    await receive(phoneNumberId, { messages: [revoked(from, message.id)] });
    await receive(phoneNumberId, { messages: [message] });
    expect(await rows(`SELECT 1 FROM "Message" WHERE "providerMessageId" = $1`, [message.id])).toEqual([]);
  });

  it("in the same webhook as its message, and at once with it, wins", async () => {
    const { phoneNumberId, from } = await waitingMessage();
    const pairs = Array.from({ length: 20 }, () => textMessage(from, "CANARY-RACE"));
    await receive(phoneNumberId, {
      messages: pairs.slice(0, 5).flatMap((one) => [revoked(from, one.id), one]),
    });
    await Promise.all(
      pairs
        .slice(5)
        .flatMap((one) => [
          receive(phoneNumberId, { messages: [one] }),
          receive(phoneNumberId, { messages: [revoked(from, one.id)] }),
        ]),
    );
    expect(await rows(`SELECT 1 FROM "Message" m WHERE m::text LIKE '%CANARY-RACE%'`)).toEqual([]);
  });

  it("while its message is just being committed waits for that, and wins", async () => {
    const { phoneNumberId, from, wamid } = await waitingMessage();
    const late = newWamid();
    const other = await pool().connect();
    try {
      await other.query("BEGIN");
      await other.query(`INSERT INTO processed_webhook_events (key) VALUES ($1)`, [
        `message:${phoneNumberId}:${late}`,
      ]);
      await other.query(
        `INSERT INTO "Message" ("organizationId", "conversationId", direction, type, body, status, "providerMessageId")
         SELECT "organizationId", "conversationId", 'INBOUND', 'text', 'CANARY-COMMIT', 'RECEIVED', $2
         FROM "Message" WHERE "providerMessageId" = $1`,
        [wamid, late],
      );
      const revoking = receive(phoneNumberId, { messages: [revoked(from, late)] });
      const isWaiting = async () =>
        (
          await rows(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          )
        ).length > 0;
      await waitUntil(isWaiting, { what: "the revocation to wait for the message", timeoutMs: 10_000 });
      await other.query("COMMIT");
      await revoking;
    } finally {
      other.release();
    }
    expect(await messageOf(late)).toMatchObject({ body: null });
  });
});
