import type { ServerResponse } from "node:http";
import { beforeEach, describe, expect, it } from "vitest";
import { storeAccessToken } from "@/domain/integrations";
import {
  chooseTemplate,
  chosenTemplate,
  getTemplate,
  syncStaleTemplates,
  syncTemplates,
} from "@/domain/templates";
import { prisma } from "@/infra/database/prisma";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { createIntegration } from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";
import { recordingServer } from "../../support/recording-server";
import { setEnv } from "../../support/with-env";

ownDatabase();
const graph = recordingServer();
const WABA = "102290129340398";

beforeEach(() => {
  setEnv({ WHATSAPP_API_URL: graph.url, SESSION_SECRET: "session-secret" });
  forgetOncePerProcess("template-sync-failures");
});

async function number(wabaId: string | null = WABA): Promise<string> {
  await rows(`UPDATE "Integration" SET "wabaId" = NULL`);
  const { id, phoneNumberId } = await createIntegration();
  await storeAccessToken(phoneNumberId, "EAAtoken-of-this-number");
  await prisma().integration.update({ where: { id }, data: { wabaId } });
  return id;
}

const template = (name: string, fields: object = {}) => ({
  id: `id-${name}`,
  name,
  language: "en",
  status: "APPROVED",
  category: "UTILITY",
  components: [{ type: "BODY", text: `Hello {{1}} from ${name}` }],
  parameter_format: "POSITIONAL",
  rejected_reason: "NONE",
  quality_score: { score: "GREEN" },
  ...fields,
});

/** Answers with these pages, one for each `after`. */
function lists(...pages: unknown[][]): void {
  graph.answer = (response, { path }) => {
    const at = Number(new URL(path, graph.url).searchParams.get("after") ?? 0);
    const paging = {
      cursors: { before: String(at), after: String(at + 1) },
      ...(at + 1 < pages.length && { next: "https://graph" }),
    };
    response.end(JSON.stringify({ data: pages[at], paging }));
  };
}

const known = (integrationId: string) =>
  rows(
    `SELECT name, language, status, "rejectedReason" FROM "Template" WHERE "integrationId" = $1 ORDER BY name, language`,
    [integrationId],
  );

describe("syncing templates", () => {
  it("reads all pages of the number's account with its own token, in all states", async () => {
    const id = await number();
    lists(
      [template("welcome"), template("welcome", { language: "pt_BR" })],
      [template("refused", { status: "REJECTED", rejected_reason: "INVALID_FORMAT" })],
    );
    expect(await syncTemplates(id)).toEqual({ listed: 3, gone: 0, unreadable: 0 });
    expect(await known(id)).toEqual([
      { name: "refused", language: "en", status: "REJECTED", rejectedReason: "INVALID_FORMAT" },
      { name: "welcome", language: "en", status: "APPROVED", rejectedReason: null },
      { name: "welcome", language: "pt_BR", status: "APPROVED", rejectedReason: null },
    ]);
    expect(graph.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer EAAtoken-of-this-number",
      "Bearer EAAtoken-of-this-number",
    ]);
    expect(graph.requests[0]?.path).toMatch(new RegExp(`^/v\\d+\\.\\d+/${WABA}/message_templates\\?`));
    expect(await getTemplate(id, "welcome", "en")).toMatchObject({
      qualityScore: "GREEN",
      providerTemplateId: "id-welcome",
    });
  });

  it("updates what has changed and marks what is gone; what comes back is there again", async () => {
    const id = await number();
    lists([template("stays"), template("goes")]);
    await syncTemplates(id);
    lists([template("stays", { status: "PAUSED", parameter_format: "NAMED" })]);
    expect(await syncTemplates(id)).toEqual({ listed: 1, gone: 1, unreadable: 0 });
    expect(await known(id)).toMatchObject([
      { name: "goes", status: "GONE" },
      { name: "stays", status: "PAUSED" },
    ]);
    lists([template("stays"), template("goes")]);
    expect(await syncTemplates(id)).toEqual({ listed: 2, gone: 0, unreadable: 0 });
    expect(await known(id)).toMatchObject([{ status: "APPROVED" }, { status: "APPROVED" }]);
  });

  it("changes nothing when the list breaks off", async () => {
    const id = await number();
    lists([template("one")], [template("two")]);
    await syncTemplates(id);
    lists([template("one", { status: "PAUSED" })], [template("two")]);
    const answer = graph.answer;
    graph.answer = (response: ServerResponse, request) =>
      request.path.includes("after=1") ? void response.writeHead(500).end("{}") : answer(response, request);
    await expect(syncTemplates(id)).rejects.toMatchObject({ message: expect.stringMatching(/HTTP 500/) });
    expect(await known(id)).toMatchObject([{ status: "APPROVED" }, { status: "APPROVED" }]);
  });

  it("passes over what it cannot read, and over what PostgreSQL could not store", async () => {
    const id = await number();
    lists([{ name: 7 }, null, template("fine", { components: [{ type: "BODY", text: "a\u0000b" }] })]);
    expect(await syncTemplates(id)).toEqual({ listed: 1, gone: 0, unreadable: 2 });
  });

  it("leaves a known one as it is while its entry cannot be read: it may be any of those that are missing", async () => {
    const id = await number();
    lists([template("stays"), template("changes")]);
    await syncTemplates(id);
    lists([template("stays", { status: { is: "APPROVED" } }), template("changes", { status: "PAUSED" })]);
    expect(await syncTemplates(id)).toEqual({ listed: 1, gone: 0, unreadable: 1 });
    expect(await known(id)).toMatchObject([{ status: "PAUSED" }, { status: "APPROVED" }]);
    lists([template("changes")]);
    expect(await syncTemplates(id)).toEqual({ listed: 1, gone: 1, unreadable: 0 });
  });

  it("does not take a page for the last that says how to go on, but not so that it can be read", async () => {
    const id = await number();
    lists([template("one")], [template("two")]);
    await syncTemplates(id);
    graph.answer = (response) =>
      void response.end(JSON.stringify({ data: [template("one")], paging: { next: "https://graph" } }));
    await expect(syncTemplates(id)).rejects.toMatchObject({ code: "INTERNAL" });
    expect(await known(id)).toMatchObject([{ status: "APPROVED" }, { status: "APPROVED" }]);
  });

  it("says what is missing where the account is not known yet", async () => {
    await expect(syncTemplates(await number(null))).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
  });
});

describe("the cron", () => {
  it("reads them once in six hours", async () => {
    const id = await number();
    lists([template("welcome")]);
    await syncStaleTemplates();
    await syncStaleTemplates();
    expect(graph.requests).toHaveLength(1);
    await rows(
      `UPDATE "Integration" SET "templatesSyncedAt" = now() - interval '6 hours 1 second' WHERE id = $1`,
      [id],
    );
    await syncStaleTemplates();
    expect(graph.requests).toHaveLength(2);
  });

  it("is not held up by an account that fails: it is left alone for a while, and tried again", async () => {
    const id = await number();
    graph.answer = (response) => void response.writeHead(401).end(JSON.stringify({ error: { code: 190 } }));
    await syncStaleTemplates();
    await syncStaleTemplates();
    expect(graph.requests).toHaveLength(1);
    const { syncedAt } = await row<{ syncedAt: Date | null }>(
      `SELECT "templatesSyncedAt" AS "syncedAt" FROM "Integration" WHERE id = $1`,
      [id],
    );
    expect(syncedAt).toBeNull();
    forgetOncePerProcess("template-sync-failures");
    lists([template("welcome")]);
    await syncStaleTemplates();
    expect(await known(id)).toHaveLength(1);
  });
});

describe("a round over the numbers", () => {
  it("begins no further number once the process is asked to end", async () => {
    await number();
    const stop = new AbortController();
    graph.answer = (response) => {
      stop.abort();
      response.end(JSON.stringify({ data: [] }));
    };
    const second = await createIntegration();
    await storeAccessToken(second.phoneNumberId, "EAAtoken-of-this-number");
    await prisma().integration.update({ where: { id: second.id }, data: { wabaId: WABA } });
    await syncStaleTemplates({ stop: stop.signal });
    expect(graph.requests).toHaveLength(1);
    await syncStaleTemplates();
    expect(graph.requests).toHaveLength(2);
  });

  it("throws nothing at the cron when the database does not answer it", async () => {
    await rows(`ALTER TABLE "Integration" RENAME "templatesSyncedAt" TO "away"`);
    try {
      await expect(syncStaleTemplates()).resolves.toBeUndefined();
    } finally {
      await rows(`ALTER TABLE "Integration" RENAME "away" TO "templatesSyncedAt"`);
    }
  });
});

describe("the template for a purpose", () => {
  const names = { customer: "Ana", business: "Shop" };

  it("is checked when it is chosen", async () => {
    const id = await number();
    lists([template("welcome")]);
    await syncTemplates(id);
    const choice = { integrationId: id, purpose: "reply" as const, name: "welcome", language: "en" };
    await expect(chooseTemplate({ ...choice, parameters: {} })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await expect(chooseTemplate({ ...choice, language: "de", parameters: {} })).rejects.toMatchObject({
      publicMessage: expect.stringMatching(/no template welcome in de/),
    });
    const { preview } = await chooseTemplate({ ...choice, parameters: { body: ["{{business_name}}"] } });
    expect(preview).toBe("Hello Shop from welcome");
    expect(await chosenTemplate({ integrationId: id, purpose: "reply", names })).toMatchObject({
      content: { preview: "Hello Shop from welcome" },
    });
  });

  it("is none as long as none is chosen", async () => {
    const id = await number();
    expect(await chosenTemplate({ integrationId: id, purpose: "reply", names })).toEqual({
      problem: 'No template is chosen for "reply"',
    });
  });

  it("with the column's default as parameters has none", async () => {
    const id = await number();
    lists([template("plain", { components: [{ type: "BODY", text: "Hello" }] })]);
    await syncTemplates(id);
    await rows(
      `INSERT INTO "IntegrationTemplate" ("integrationId", purpose, name, language) VALUES ($1, 'reply', 'plain', 'en')`,
      [id],
    );
    expect(await chosenTemplate({ integrationId: id, purpose: "reply", names })).toMatchObject({
      content: { preview: "Hello" },
    });
  });
});
