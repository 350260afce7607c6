import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { MediaKind } from "@/domain/media";
import { prisma } from "@/infra/database/prisma";
import { mediaStorage } from "@/infra/storage/media-storage";
import { reloadEnv } from "@/lib/env";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { createIntegration, newCustomer } from "./factories";
import { type MediaServer, mediaServer, sha256 } from "./media-server";
import { ownDatabase, row, rows } from "./own-database";

const TOKEN = "EAAcanary-media-token";

export interface OwnMedia {
  readonly meta: MediaServer;
  /** The folder of the storage. */
  readonly folder: string;
  readonly integrationId: string;
  readonly organizationId: string;
  readonly phoneNumberId: string;
}

/** Gives the test file a database, a business number, a server in Meta's place and an empty storage. */
export function ownMedia(): OwnMedia {
  ownDatabase();
  const meta = mediaServer();
  const folder = mkdtempSync(join(tmpdir(), "replyonce-media-"));
  let integration = { id: "", organizationId: "", phoneNumberId: "" };

  beforeAll(async () => {
    integration = await createIntegration();
    Object.assign(process.env, {
      WHATSAPP_API_URL: meta.url,
      WHATSAPP_ACCESS_TOKEN: TOKEN,
      WHATSAPP_PHONE_NUMBER_ID: integration.phoneNumberId,
      SESSION_SECRET: "session-secret-of-the-media-tests",
      MEDIA_DIR: folder,
      MEDIA_IDLE_TIMEOUT_MS: "5000",
    });
    reloadEnv();
  });
  beforeEach(() => forgetOncePerProcess("media-storage"));
  afterEach(async () => {
    await rows(`DELETE FROM "MediaAsset"`);
    await rows(`DELETE FROM "MediaRemoval"`);
    rmSync(folder, { recursive: true, force: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  return {
    meta,
    folder,
    get integrationId() {
      return integration.id;
    },
    get organizationId() {
      return integration.organizationId;
    },
    get phoneNumberId() {
      return integration.phoneNumberId;
    },
  };
}

/** The row that the ingest makes of a message with a file. */
export async function receivedFile(
  { integrationId, organizationId }: OwnMedia,
  fields: { kind?: MediaKind; mimeType?: string; bytes?: Buffer; filename?: string; createdAt?: Date } = {},
): Promise<{ id: string; messageId: bigint }> {
  const { kind = "image", mimeType = "image/jpeg", bytes, filename, createdAt } = fields;
  const address = newCustomer();
  const contact = await prisma().contact.create({ data: { organizationId, address, phone: address } });
  const message = await prisma().message.create({
    data: {
      organizationId,
      direction: "INBOUND",
      type: kind,
      status: "RECEIVED",
      createdAt,
      providerMessageId: `wamid.${randomUUID()}`,
      conversation: { create: { organizationId, integrationId, contactId: contact.id } },
    },
  });
  const asset = await prisma().mediaAsset.create({
    data: {
      organizationId,
      messageId: message.id,
      kind,
      mimeType,
      filename,
      createdAt,
      providerMediaId: String(message.id),
      sha256: bytes && sha256(bytes),
    },
  });
  return { id: asset.id, messageId: message.id };
}

export interface FileState {
  status: string;
  attempts: number;
  errorCode: string | null;
  detectedMimeType: string | null;
  sizeBytes: number | null;
  durationMs: number | null;
  /** Until it may be tried again; in seconds. */
  waits: number;
}

export function stateOf(id: string): Promise<FileState> {
  return row<FileState & Record<string, unknown>>(
    `SELECT status, attempts, "errorCode", "detectedMimeType", "sizeBytes"::int, "durationMs",
       round(extract(epoch FROM "nextAttemptAt" - now()))::int AS waits FROM "MediaAsset" WHERE id = $1`,
    [id],
  );
}

/** Makes the pause before the next attempt be over, or a lease. */
export async function isDueNow(id: string): Promise<void> {
  await rows(`UPDATE "MediaAsset" SET "nextAttemptAt" = now() - interval '1 second' WHERE id = $1`, [id]);
}

/** What the storage holds of a file. */
export async function contentOf(id: string): Promise<Buffer | undefined> {
  const { storageKey } = await row<{ storageKey: string }>(
    `SELECT "storageKey" FROM "MediaAsset" WHERE id = $1`,
    [id],
  );
  const stream = await mediaStorage().open(storageKey);
  if (!stream) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
