import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { borderData } from "@/domain/orchestrator/border-data";
import { buildPrompt } from "@/domain/orchestrator/build-prompt";
import { type DescribedMessage, describeMessage, saysNothing } from "@/domain/orchestrator/describe-message";
import { readTurn } from "@/domain/outbound";
import { parsePersona } from "@/domain/persona";
import { metrics } from "@/infra/monitoring/metrics";
import { createIntegration, newCustomer, receive } from "../../support/factories";
import type { Person, TypeCase } from "../../support/inbound-case";
import { typeCases } from "../../support/inbound-types";
import { ownDatabase, rows } from "../../support/own-database";
import { newWamid } from "../../support/wire";

ownDatabase();

const newUserId = () => `BR.${randomInt(1e12, 1e13)}`;
const variants = ["a number", "a user id", "both"] as const;

interface Sent {
  name: string;
  each: TypeCase;
  person: Person;
  wamid: string;
  message: Record<string, unknown>;
}

function personOf(variant: (typeof variants)[number]): Person {
  return {
    ...(variant !== "a user id" && { phone: newCustomer() }),
    ...(variant !== "a number" && { userId: newUserId() }),
  };
}

/** Every case once for each way of knowing a customer; every second with a contact beside it. */
function everything(): { sent: Sent[]; contacts: unknown[] } {
  const contacts: unknown[] = [];
  const sent = variants.flatMap((variant) =>
    typeCases(freshFor({})).flatMap(({ needs, type, isGroup }, at) => {
      if (needs === "userId" && variant === "a number") return [];
      const someone = personOf(variant);
      if (at % 2 === 0 && type !== "system" && !isGroup)
        contacts.push({ wa_id: someone.phone, user_id: someone.userId, profile: { name: "Bia" } });
      return toSent(typeCases(freshFor(someone))[at] as TypeCase, someone, variant);
    }),
  );
  return { sent, contacts };
}

function freshFor(someone: Person) {
  const groupId = `group-${randomInt(1e9)}`;
  return { person: someone, newPhone: newCustomer(), newUserId: newUserId(), groupId };
}

function toSent(each: TypeCase, someone: Person, variant: string): Sent {
  const wamid = newWamid();
  const names = each.from ?? { from: someone.phone, from_user_id: someone.userId };
  const timestamp = String(Math.floor(Date.now() / 1000) - 5);
  const message = { id: wamid, timestamp, type: each.type, ...names, ...each.wire };
  return { name: `${each.type} (${each.what}) from ${variant}`, each, person: someone, wamid, message };
}

interface Stored {
  wamid: string;
  type: string;
  body: string | null;
  content: unknown;
  quoted: string | null;
  status: string;
  phone: string | null;
  userId: string | null;
  groups: number;
  isOpen: boolean;
  others: number;
  jobs: { id: number; status: string }[];
  files: { kind: string; mimeType: string; filename: string | null; status: string }[];
}

const all = everything();
let stored = new Map<string, Stored>();
let received: Awaited<ReturnType<typeof receive>>;

beforeAll(async () => {
  const { phoneNumberId } = await createIntegration();
  received = await receive(phoneNumberId, {
    messages: all.sent.map(({ message }) => message),
    contacts: all.contacts,
  });
  const found = await rows<Stored & Record<string, unknown>>(
    `SELECT m."providerMessageId" AS wamid, m.type, m.body, m.content, m."quotedProviderMessageId" AS quoted, m.status,
       p.phone, coalesce(c."customerUserId", p."userId") AS "userId", c."lastInboundAt" IS NOT NULL AS "isOpen",
       (SELECT count(*)::int FROM "ContactAlias" a WHERE a."contactId" = p.id AND a.kind = 'GROUP') AS groups,
       (SELECT count(*)::int - 1 FROM "Message" o WHERE o."conversationId" = c.id) AS others,
       (SELECT coalesce(json_agg(json_build_object('id', j.id, 'status', j.status)), '[]') FROM "OutboundJob" j
        WHERE j."inboundMessageId" = m.id) AS jobs,
       (SELECT coalesce(json_agg(json_build_object('kind', f.kind, 'mimeType', f."mimeType", 'filename', f.filename,
          'status', f.status)), '[]') FROM "MediaAsset" f WHERE f."messageId" = m.id) AS files
     FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId" JOIN "Contact" p ON p.id = c."contactId"`,
  );
  stored = new Map(found.map((each) => [each.wamid, each]));
});

it("a webhook of every type loses none and finds nothing malformed", () => {
  expect(received).toMatchObject({ accepted: all.sent.length, malformed: 0, unrouted: 0 });
  expect(stored.size).toBe(all.sent.length);
});

it("what cannot be shown is counted, by Meta's names only", async () => {
  const { values } = await metrics().unsupported.get();
  const counted = Object.fromEntries(values.map(({ labels, value }) => [labels.type, value]));
  expect(counted).toMatchObject({ gif: 3, poll_creation: 3, edit: 3 });
  // Of which nothing is told, unavailable, and the type that nobody here knows.
  expect(counted.other).toBe(9);
  expect(Object.keys(counted)).not.toContain("hologram");
});

describe.each(all.sent.map((sent) => [sent.name, sent] as const))(
  "%s",
  (_, { each, person: someone, wamid }) => {
    it("is stored in our shape, in a thread of its own", () => {
      const { type, body, content, quoted, status, others } = stored.get(wamid) as Stored;
      expect({ type, body, content, quoted, status, others }).toEqual({
        type: each.storedAs ?? each.type,
        body: each.body,
        content: each.content,
        quoted: each.quoted ?? null,
        status: "RECEIVED",
        others: 0,
      });
    });

    it("has its file waiting, where it has one", () => {
      const { files } = stored.get(wamid) as Stored;
      const expected = each.media && { filename: null, ...each.media, status: "pending" };
      expect(files).toEqual(expected ? [expected] : []);
    });

    it("waits for an answer and opens the window, or neither", () => {
      const { jobs, isOpen } = stored.get(wamid) as Stored;
      expect(jobs.map(({ status }) => status)).toEqual(each.isAnswered ? ["queued"] : []);
      expect(isOpen).toBe(each.isAnswered);
    });

    it("is answered to the number where it is known, else to the user id", async () => {
      const { phone, userId, jobs, groups } = stored.get(wamid) as Stored;
      if (each.isGroup) expect([phone, groups]).toEqual([null, 1]);
      else {
        const { phone: to, userId: recipient } = { ...(each.after ?? someone) };
        expect({ phone, userId }).toEqual({ phone: to ?? null, userId: recipient ?? null });
        const turn = jobs[0] && (await readTurn(jobs[0].id));
        if (turn) expect(turn.customer).toMatchObject({ phone, userId });
      }
    });

    it("reads for the AI as it should", async () => {
      const { jobs, type, body, content } = stored.get(wamid) as Stored;
      const turn = jobs[0] && (await readTurn(jobs[0].id));
      if (turn) {
        const { content: persona } = parsePersona(turn.storedPersona);
        const { messages, borderMark } = buildPrompt(turn, { persona, passages: [] });
        expect(messages.at(-1)).toEqual({ role: "user", content: borderData(each.prompt ?? "", borderMark) });
        return;
      }
      const told = { quoted: null, durationMs: null, isEdited: false, isRevoked: false };
      const message: DescribedMessage = { id: 1, direction: "INBOUND", type, body, content, ...told };
      expect(saysNothing(message) ? null : describeMessage(message)).toBe(each.prompt);
    });
  },
);
