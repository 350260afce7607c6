import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { mediaLink } from "@/domain/media";
import { prisma } from "@/infra/database/prisma";
import { waitUntil } from "../../scripts/local/processes";
import { newCustomer } from "../support/factories";
import { jpeg } from "../support/media-files";
import { sha256 } from "../support/media-server";
import { postWebhook, secrets } from "../support/own-app";
import { ownDatabase, row } from "../support/own-database";
import { isDone, ownSystem, phoneNumberId } from "../support/own-system";
import { envelope, textMessage, toBytes } from "../support/wire";
import { setEnv } from "../support/with-env";

const folder = mkdtempSync(join(tmpdir(), "replyonce-media-"));
process.env.MEDIA_DIR = folder; // The app under test takes it from here.
afterAll(() => rmSync(folder, { recursive: true, force: true }));

ownDatabase();
const system = ownSystem();

/** A file at Meta, and the row of it that the ingest writes with its message. */
async function receivedFile(): Promise<string> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("file", new File([new Uint8Array(jpeg)], "a.jpg", { type: "image/jpeg" }));
  const answer = await fetch(`${system.env.WHATSAPP_API_URL}/v25.0/${phoneNumberId}/media`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.WHATSAPP_ACCESS_TOKEN}` },
    body: form,
  });
  const { id: providerMediaId } = await answer.json();
  const message = textMessage(newCustomer(), "Look at this");
  await postWebhook(system.app.url, toBytes(envelope(phoneNumberId, { messages: [message] })));
  await isDone(message.id);
  const stored = await row<{ id: number; organizationId: string }>(
    `SELECT id, "organizationId" FROM "Message" WHERE "providerMessageId" = $1`,
    [message.id],
  );
  const { id } = await prisma().mediaAsset.create({
    data: {
      organizationId: stored.organizationId,
      messageId: stored.id,
      kind: "image",
      mimeType: "image/jpeg",
      providerMediaId,
      sha256: sha256(jpeg),
    },
  });
  return id;
}

it("the cron has a file downloaded; its link gives it, under headers that let nothing in it run, and leaves no trace in the log", async () => {
  setEnv({ SESSION_SECRET: secrets.SESSION_SECRET });
  const id = await receivedFile();
  const link = `${system.app.url}${mediaLink(id)}`;
  expect((await fetch(link)).status).toBe(404);

  const cron = await fetch(`${system.app.url}/api/cron/run-outbound-jobs`, {
    headers: { authorization: `Bearer ${secrets.CRON_SECRET}` },
  });
  expect(cron.status).toBe(200);
  const isStored = async () =>
    (await prisma().mediaAsset.findUniqueOrThrow({ where: { id } })).status === "stored";
  await waitUntil(isStored, { what: "the file to be stored", timeoutMs: 15_000 });
  expect(readdirSync(join(folder, "scratch"))).toEqual([]);

  const response = await fetch(link);
  expect(response.status).toBe(200);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(jpeg);
  const headers = Object.fromEntries(response.headers);
  expect(headers).toMatchObject({
    "content-type": "image/jpeg",
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "content-disposition": "inline",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  expect(headers["cache-control"]).toMatch(/^private, max-age=/);

  const part = await fetch(link, { headers: { range: "bytes=2-5" } });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 2-5/${jpeg.length}`]);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(jpeg.subarray(2, 6));
  const head = await fetch(link, { method: "HEAD" });
  // Next.js takes Content-Length off; how long a file is, players read from the range.
  expect([head.status, head.headers.get("etag")]).toEqual([200, headers.etag]);

  for (const wrong of [
    link.replace(/.$/, ""),
    link.replace(id, "another"),
    `${system.app.url}/api/media/${id}`,
  ])
    expect((await fetch(wrong)).status).toBe(403);
  const signature = new URL(link).searchParams.get("signature") ?? "";
  const output = system.app.output.join("\n");
  expect(output).toContain(`[MEDIA] Stored assetId=${id}`);
  expect(output).not.toContain(signature.slice(0, -1));
});
