import pg from "pg";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  checkPersona,
  diffPersonas,
  getPersona,
  listVersions,
  personaSchema,
  savePersona,
  whatItAffects,
} from "@/domain/persona";
import { createIntegration, customerWrites, newCustomer } from "../../support/factories";
import { createOrganization } from "../../support/knowledge";
import { ownDatabase, row, rows } from "../../support/own-database";

ownDatabase();

let organizationId: string;
beforeEach(async () => {
  organizationId = await createOrganization();
});

const save = (basedOn: number | null, written: unknown, note: string | null = null) =>
  savePersona({ organizationId, basedOn, written, note, author: "test" });

describe("a persona", () => {
  it("that nobody has written is the defaults", async () => {
    expect(await getPersona(organizationId)).toMatchObject({
      version: null,
      written: {},
      content: personaSchema.parse({}),
    });
    expect(await listVersions(organizationId)).toEqual([]);
  });

  it("is kept as it was written, in versions, and read with its defaults", async () => {
    expect(await save(null, { name: "Ana" }, "first")).toMatchObject({
      version: 1,
      changes: [{ path: "name", before: undefined, after: "Ana" }],
    });
    await save(1, { name: "Ana", handover: { whenPayment: true } });
    expect(await getPersona(organizationId)).toMatchObject({
      version: 2,
      written: { name: "Ana", handover: { whenPayment: true } },
      content: { handover: { whenPayment: true, whenAngry: true }, answerCharactersMax: 2_000 },
    });
    expect(await getPersona(organizationId, 1)).toMatchObject({ version: 1, note: "first", author: "test" });
    expect((await listVersions(organizationId)).map(({ version }) => version)).toEqual([2, 1]);
    expect(
      await rows(
        `SELECT action, "entityId", details FROM "AuditEvent" WHERE "organizationId" = $1 ORDER BY id`,
        [organizationId],
      ),
    ).toEqual([
      { action: "persona_saved", entityId: "1", details: { version: 1, fields: ["name"] } },
      { action: "persona_saved", entityId: "2", details: { version: 2, fields: ["handover.whenPayment"] } },
    ]);
  });

  it("written by eight people at once from the same version is saved for one; the others are told", async () => {
    await save(null, { name: "Ana" });
    // Reads go on, writes wait: all eight have looked at version 1 before any of them writes.
    const holder = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await holder.connect();
    await holder.query(`BEGIN; LOCK TABLE "Persona" IN SHARE MODE`);
    const saving = Promise.allSettled(Array.from({ length: 8 }, (_, n) => save(1, { name: `Name ${n}` })));
    await vi.waitFor(async () => {
      const waiting = `SELECT count(*)::int FROM pg_locks WHERE relation = '"Persona"'::regclass AND NOT granted`;
      expect((await holder.query(waiting)).rows).toEqual([{ count: 8 }]);
    }, 15_000);
    await holder.query("COMMIT");
    await holder.end();
    const refused = (await saving).filter((each) => each.status === "rejected");
    expect(refused).toHaveLength(7);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "CONFLICT" });
    expect((await getPersona(organizationId)).version).toBe(2);
  });

  it("written from an older version is refused, and says which is newest", async () => {
    await save(null, { name: "Ana" });
    await save(1, { name: "Bea" });
    await expect(save(1, { name: "Eva" })).rejects.toMatchObject({
      code: "CONFLICT",
      publicMessage: expect.stringContaining("version 2"),
    });
    await expect(save(null, { name: "Eva" })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("that is brought back is the next version", async () => {
    await save(null, { name: "Ana" });
    await save(1, { name: "Bea" });
    expect(await save(2, (await getPersona(organizationId, 1)).written)).toMatchObject({ version: 3 });
    expect((await getPersona(organizationId)).content.name).toBe("Ana");
  });

  it("that says what the newest says makes no version", async () => {
    await save(null, { name: "Ana" });
    expect(await save(1, { name: "Ana", onBusinessOnly: true })).toEqual({ version: 1, changes: [] });
  });

  it("of another organization is never read, and changes nothing here", async () => {
    const other = await createOrganization();
    await savePersona({
      organizationId: other,
      basedOn: null,
      written: { name: "X" },
      note: null,
      author: "t",
    });
    expect((await getPersona(organizationId)).version).toBeNull();
    await expect(getPersona(organizationId, 1)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

it("everything that is wrong with a persona is told at once, with where", async () => {
  const wrong = {
    nane: "Ana",
    tone: "",
    languages: ["pt-BR", "english please"],
    handover: { afterMisunderstandings: 0, whenBored: true },
    facts: ["fine", ""],
    ai: { providers: [], dailyBudgetUsd: -1 },
  };
  const { problems } = checkPersona(wrong);
  expect(problems.map(({ path }) => path).sort()).toEqual([
    "ai.dailyBudgetUsd",
    "ai.providers",
    "facts.1",
    "handover.afterMisunderstandings",
    "handover.whenBored",
    "languages.1",
    "nane",
    "tone",
  ]);
  await expect(save(null, wrong)).rejects.toMatchObject({
    code: "INVALID_INPUT",
    publicMessage: expect.stringMatching(/facts\.1.*nane: there is no such field/s),
  });
  expect(await listVersions(organizationId)).toEqual([]);
});

it("a difference names the fields, a list as one", () => {
  const before = personaSchema.parse({ facts: ["a", "b"], name: "Ana" });
  const after = personaSchema.parse({ facts: ["b", "c"], handover: { message: "Wait" } });
  expect(diffPersonas(before, after)).toEqual([
    { path: "facts", before: ["a", "b"], after: ["b", "c"] },
    { path: "handover.message", before: undefined, after: "Wait" },
    { path: "name", before: "Ana", after: undefined },
  ]);
});

it("what a change reaches: open conversations of the bot, those that wait, and what they were last answered with", async () => {
  const integration = await createIntegration();
  const write = async () => {
    const customer = newCustomer();
    await customerWrites(integration.phoneNumberId, customer, "Hello");
    return await row<{ id: number; jobId: number }>(
      `SELECT c.id, j.id AS "jobId" FROM "Conversation" c JOIN "Contact" t ON t.id = c."contactId"
        JOIN "OutboundJob" j ON j."conversationId" = c.id WHERE t.phone LIKE '%' || $1`,
      [customer],
    );
  };
  const [waiting, answered, byPerson] = [await write(), await write(), await write()];
  await rows(`UPDATE "OutboundJob" SET status = 'done', "completedAt" = now() WHERE id = $1`, [
    answered.jobId,
  ]);
  await rows(`UPDATE "Conversation" SET mode = 'HUMAN' WHERE id = $1`, [byPerson.id]);
  const think = (version: number | null, startedAt: string, purpose = "reply") =>
    rows(
      `INSERT INTO "AiTurn" (id, "organizationId", "conversationId", "jobId", purpose, "seenCount", "personaVersion",
        "promptVersion", "promptHash", inputs, outcome, "startedAt")
      VALUES (gen_random_uuid(), $1, $2, $3, $4, 1, $5, '1', 'h', '{}', 'reply', $6)`,
      [integration.organizationId, answered.id, answered.jobId, purpose, version, startedAt],
    );
  await think(null, "2026-01-01");
  await think(3, "2026-01-02");
  await think(4, "2026-01-03", "rerun");
  expect(await whatItAffects(integration.organizationId)).toEqual({
    conversations: 2,
    waiting: 1,
    waitingIds: [waiting.id],
    lastTurns: [{ version: 3, conversations: 1 }],
  });
  expect(await whatItAffects(organizationId)).toEqual({
    conversations: 0,
    waiting: 0,
    waitingIds: [],
    lastTurns: [],
  });
});
