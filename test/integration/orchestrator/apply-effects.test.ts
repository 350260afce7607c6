import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { applyEffects } from "@/domain/orchestrator/apply-effects";
import type { Claim, TurnEffect } from "@/domain/outbound";
import { takeOver } from "@/domain/outbound";
import { prisma } from "@/infra/database/prisma";
import { claimOne, customerWrites, expireLease, newCustomer } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";

const { phoneNumberId } = ownNumber();

const everything: TurnEffect[] = [
  { kind: "update_lead", details: { name: "Ana", need: "Roses" } },
  { kind: "update_lead", details: { need: "Twelve roses", city: "Recife" } },
  { kind: "notify", title: "An order", body: "Twelve roses" },
  { kind: "follow_up", inMinutes: 30, note: "Ask about the photos" },
];

let claim: Claim;
let turnId: string;

beforeEach(async () => {
  await customerWrites(phoneNumberId, newCustomer(), "question");
  claim = await claimOne();
  turnId = await newTurn();
});

async function newTurn(fields: { purpose?: string } = {}): Promise<string> {
  const { id } = await prisma().aiTurn.create({
    data: {
      id: randomUUID(),
      organizationId: claim.job.organizationId,
      conversationId: claim.job.conversationId,
      jobId: claim.job.id,
      seenCount: claim.turn.inboundCount,
      promptVersion: "1",
      promptHash: "",
      inputs: {},
      outcome: "reply",
      ...fields,
    },
  });
  return id;
}

const apply = (effects = everything, fields = {}) =>
  applyEffects({ job: claim.job, reply: { turnId, effects, handover: null, ...fields } });

/** Everything that effects can leave in the conversation. */
function written() {
  return row(
    `SELECT
      (SELECT count(*)::int FROM "Lead" l WHERE l."contactId" = c."contactId") AS leads,
      (SELECT l.details FROM "Lead" l WHERE l.id = c."leadId") AS lead,
      ARRAY(SELECT n.title || ': ' || n.body FROM "Notification" n WHERE n."conversationId" = c.id ORDER BY n.id) AS notifications,
      ARRAY(SELECT f.status || ' ' || f.note FROM "FollowUp" f WHERE f."conversationId" = c.id ORDER BY f.id) AS "followUps"
     FROM "Conversation" c WHERE c.id = $1`,
    [claim.job.conversationId],
  );
}

const nothing = { leads: 0, lead: null, notifications: [], followUps: [] };
const all = {
  leads: 1,
  lead: { name: "Ana", need: "Twelve roses", city: "Recife" },
  notifications: ["An order: Twelve roses"],
  followUps: ["waiting Ask about the photos"],
};

describe("what a turn has asked for", () => {
  it("is written: a lead of the conversation, notifications and a follow-up that knows what was seen", async () => {
    expect(await apply()).toBe("applied");
    expect(await written()).toEqual(all);
    const followUp = await row(
      `SELECT "seenCount", extract(epoch FROM "dueAt" - now())::int / 60 AS minutes, "dedupeKey"
       FROM "FollowUp" WHERE "conversationId" = $1`,
      [claim.job.conversationId],
    );
    expect(followUp).toMatchObject({ seenCount: claim.turn.inboundCount, dedupeKey: `turn:${turnId}` });
    expect([29, 30]).toContain(followUp.minutes);
  });

  it("is written once, however often it is asked", async () => {
    await apply();
    expect(await apply()).toBe("already");
    expect(await written()).toEqual(all);
  });

  it("is written once when it is asked several times at once", async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => apply()));
    expect(results.sort()).toEqual([...Array.from({ length: 7 }, () => "already"), "applied"]);
    expect(await written()).toEqual(all);
  });

  it("is not written by a runner that has lost its lease", async () => {
    await expireLease(claim.job.id);
    expect(await apply()).toBe("lost");
    await rows(
      `UPDATE "OutboundJob" SET "leaseToken" = gen_random_uuid(), "leaseUntil" = now() + interval '1 minute' WHERE id = $1`,
      [claim.job.id],
    );
    expect(await apply()).toBe("lost");
    expect(await written()).toEqual(nothing);
    expect(await row(`SELECT "effectsAt" FROM "AiTurn" WHERE id = $1`, [turnId])).toEqual({
      effectsAt: null,
    });
  });

  it("is not written for the turn of another job, nor for one that was only tried", async () => {
    const { job } = claim;
    turnId = await newTurn({ purpose: "rerun" });
    expect(await apply()).toBe("already");
    await customerWrites(phoneNumberId, newCustomer(), "another");
    claim = await claimOne();
    turnId = await newTurn();
    claim = { ...claim, job };
    expect(await apply()).toBe("already");
    expect(await written()).toEqual(nothing);
  });

  it("adds to the lead that the conversation has", async () => {
    await apply([{ kind: "update_lead", details: { name: "Ana", budget: "R$ 100" } }]);
    turnId = await newTurn();
    await apply([{ kind: "update_lead", details: { budget: "R$ 200" } }]);
    expect(await written()).toMatchObject({ leads: 1, lead: { name: "Ana", budget: "R$ 200" } });
  });

  it("never touches a lead of another contact's", async () => {
    const { job } = claim;
    const { organizationId } = job;
    const phone = newCustomer();
    const stranger = await prisma().contact.create({ data: { organizationId, address: phone, phone } });
    const lead = await prisma().lead.create({
      data: { organizationId, contactId: stranger.id, details: { name: "Bia" } },
    });
    await rows(`UPDATE "Conversation" SET "leadId" = $1 WHERE id = $2`, [lead.id, job.conversationId]);
    await apply([{ kind: "update_lead", details: { name: "Ana" } }]);
    expect(await written()).toMatchObject({ leads: 1, lead: { name: "Ana" } });
    expect((await prisma().lead.findUniqueOrThrow({ where: { id: lead.id } })).details).toEqual({
      name: "Bia",
    });
  });

  it("tells people three things at most", async () => {
    await apply(Array.from({ length: 9 }, (_, n) => ({ kind: "notify", title: `${n}`, body: "." })));
    expect(await written()).toMatchObject({ notifications: ["0: .", "1: .", "2: ."] });
  });

  it("leaves one follow-up waiting: a new one takes the place of the older", async () => {
    await apply();
    turnId = await newTurn();
    await apply([{ kind: "follow_up", inMinutes: 5, note: "Another" }]);
    expect(await written()).toMatchObject({
      followUps: ["cancelled Ask about the photos", "waiting Another"],
    });
    turnId = await newTurn();
    await apply([{ kind: "notify", title: "No follow-up", body: "." }]);
    expect(await written()).toMatchObject({
      followUps: ["cancelled Ask about the photos", "waiting Another"],
    });
  });

  it("is no follow-up when the turn hands over", async () => {
    await apply(everything, { handover: { reason: "Asks for a person" } });
    expect(await written()).toEqual({ ...all, followUps: [] });
  });

  it("is stored whatever the customer has put into it", async () => {
    expect(await apply([{ kind: "update_lead", details: { name: "An\u0000a'); DROP TABLE" } }])).toBe(
      "applied",
    );
    expect(await written()).toMatchObject({ lead: { name: "An\uFFFDa'); DROP TABLE" } });
  });

  it("is nothing without a turn or without effects", async () => {
    expect(await apply([])).toBe("already");
    expect(await apply(everything, { turnId: undefined })).toBe("already");
    expect(await written()).toEqual(nothing);
  });

  it("meets a person who takes over at the same moment, and neither waits for ever", async () => {
    const { conversationId } = claim.job;
    await Promise.all([apply(), takeOver({ conversationId, actor: "user:agent" })]);
    expect(await row(`SELECT mode FROM "Conversation" WHERE id = $1`, [conversationId])).toEqual({
      mode: "HUMAN",
    });
  });
});
