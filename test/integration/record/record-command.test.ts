import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { receiveWebhook } from "@/domain/inbound";
import { newRequestId } from "@/lib/request-id";
import { createIntegration, receive } from "../../support/factories";
import { ownDatabase, rows } from "../../support/own-database";
import { recordingServer } from "../../support/recording-server";
import { runScript } from "../../support/run-script";
import { textMessage, toBytes } from "../../support/wire";

ownDatabase();
const server = recordingServer();

const folder = mkdtempSync(join(tmpdir(), "replyonce-record-"));
const out = join(folder, "webhooks.jsonl");
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = "canary-app-secret";
const CUSTOMER = "5511912345678";

it("what was stored is written without the people in it, once, and plays as the same conversation elsewhere", async () => {
  const { phoneNumberId } = await createIntegration();
  const contacts = [{ profile: { name: "Canária" }, wa_id: CUSTOMER }];
  const first = textMessage(CUSTOMER, "canary one");
  const second = textMessage(CUSTOMER, "canary two", { context: { id: first.id } });
  await receive(phoneNumberId, { contacts, messages: [first] });
  await receive(phoneNumberId, { contacts, messages: [second] });

  const env = { DATABASE_URL: process.env.DATABASE_URL, WHATSAPP_APP_SECRET: SECRET };
  const recorded = await runScript("record", ["--out", out, "--since", "1h", "--json"], { env });
  expect(recorded).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(recorded.stdout)).toMatchObject({ written: 2 });
  const file = readFileSync(out, "utf8");
  expect(file).not.toMatch(/canary|Canária|91234|wamid\.(?!cmVj)/);
  expect(file).not.toContain(phoneNumberId);
  expect(statSync(out).mode & 0o077).toBe(0);

  const other = await createIntegration();
  const replay = ["--file", out, "--url", server.url, "--to", other.phoneNumberId, "--now", "--fresh"];
  const [overwriting, played] = await Promise.all([
    runScript("record", ["--out", out], { env }),
    runScript("replay", replay, { env }),
  ]);
  expect(overwriting.exitCode).toBe(2);
  expect(readFileSync(out, "utf8")).toBe(file);
  expect(played).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("200 ×2") });
  for (const { headers, body } of server.requests) {
    const signature = createHmac("sha256", SECRET).update(body).digest("hex");
    expect(headers["x-hub-signature-256"]).toBe(`sha256=${signature}`);
    await receiveWebhook(toBytes(JSON.parse(body)), newRequestId("webhook"));
  }
  const found = await rows<{ conversationId: string }>(
    `SELECT m."conversationId" FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId"
     WHERE c."integrationId" = $1`,
    [other.id],
  );
  expect(found).toHaveLength(2);
  expect(new Set(found.map(({ conversationId }) => conversationId)).size).toBe(1);
});
