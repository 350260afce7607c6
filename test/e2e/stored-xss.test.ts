import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { keepScreenshot } from "./support/own-browser";
import { inboxOf, ownInbox, person, rows } from "./support/own-inbox";

const own = ownInbox();
const corpus = readFileSync("test/e2e/support/xss-corpus.txt", "utf8").split("\n").filter(Boolean);

/** Everything that runs sets this, or opens a dialog. */
const hasRun = (page: Page) =>
  page.evaluate(() => (window as unknown as { xss?: unknown }).xss !== undefined);

let conversation = 0;
beforeAll(async () => {
  const { id, customer } = await own.customerWrites("Hello", person("Mallory"));
  conversation = id;
  for (const text of corpus) await own.meta.text(customer.phone, text);
  await own.meta.idle({ timeoutMs: 30_000 });
  await rows(
    `INSERT INTO "Message" ("organizationId", "conversationId", direction, type, status, body, content, "sentAt")
     SELECT $1, $2, 'OUTBOUND', 'template', 'SENT', text, jsonb_build_object('type', 'template', 'name', text,
       'language', 'en', 'components', jsonb_build_array(jsonb_build_object('type', 'body', 'parameters',
         jsonb_build_array(jsonb_build_object('type', 'text', 'text', text))))), now()
     FROM unnest($3::text[]) text`,
    [own.business.organizationId, id, corpus],
  );
  await rows(
    `WITH message AS (
       INSERT INTO "Message" ("organizationId", "conversationId", direction, type, status, body, content, "sentAt")
       SELECT $1, $2, 'INBOUND', 'document', 'RECEIVED', text,
         jsonb_build_object('type', 'document', 'filename', text, 'caption', text), now() FROM unnest($3::text[]) text
       RETURNING id, body)
     INSERT INTO "MediaAsset" (id, "organizationId", "messageId", kind, "mimeType", filename, status, "storedAt", transcript)
     SELECT gen_random_uuid()::text, $1, id, 'document', 'text/html', body, 'stored', now(), body FROM message`,
    [own.business.organizationId, id, corpus],
  );
  await rows(
    `WITH lead AS (
       INSERT INTO "Lead" ("organizationId", "contactId", details)
       SELECT $1, "contactId", jsonb_object_agg(text, text) FROM "Conversation", unnest($3::text[]) text WHERE id = $2
       GROUP BY "contactId" RETURNING id)
     UPDATE "Conversation" c SET "leadId" = lead.id, "handoverReason" = $4, "handoverSummary" = $4, mode = 'HUMAN'
     FROM lead WHERE c.id = $2`,
    [own.business.organizationId, id, corpus, corpus.join("\n")],
  );
  await rows(
    `UPDATE "Contact" p SET "profileName" = $2, username = $2, name = $2 FROM "Conversation" c
     WHERE c.id = $1 AND p.id = c."contactId"`,
    [id, corpus.slice(0, 6).join(" ")],
  );
  await rows(
    `INSERT INTO "ConversationNote" ("organizationId", "conversationId", body) SELECT $1, $2, unnest($3::text[])`,
    [own.business.organizationId, id, corpus],
  );
  await rows(
    `INSERT INTO "Label" ("organizationId", name) SELECT DISTINCT $1, left(text, 60) FROM unnest($2::text[]) text`,
    [own.business.organizationId, corpus],
  );
});

it("nothing that customers or colleagues have written runs in the inbox, and the policy is never broken", async () => {
  const { page } = await own.open();
  await page.goto(`/inbox?conversation=${conversation}`);
  const { thread } = inboxOf(page);
  await thread.getByRole("article").first().waitFor();
  for (let times = 0; times < 4; times += 1) {
    await thread.hover();
    await page.mouse.wheel(0, -20_000);
    await page.waitForTimeout(400);
  }
  for (const link of await thread.getByRole("link").all()) {
    const address = await link.getAttribute("href");
    expect(address).toMatch(/^(https?:|mailto:|tel:|\/)/);
  }
  await keepScreenshot(page, "stored-xss");
  expect(await hasRun(page)).toBe(false);
});

it.each([
  "/operations/jobs",
  "/operations/deliveries",
  "/operations/audit",
  "/inbox?q=<img src=x onerror=window.xss=1>",
])("nothing runs at %s", async (path) => {
  const { page } = await own.open();
  await page.goto(path);
  await page.getByRole("main").waitFor();
  await page.waitForTimeout(500);
  expect(await hasRun(page)).toBe(false);
});

it("scripts need a nonce: the policy allows none inline", async () => {
  const { page } = await own.open();
  const response = await page.goto("/inbox");
  const policy = response?.headers()["content-security-policy"] ?? "";
  const scripts = policy.split(";").find((directive) => directive.trim().startsWith("script-src"));
  expect(scripts).toMatch(/'nonce-[^']+'/);
  expect(scripts).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
});
