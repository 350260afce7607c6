import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanUp } from "@/domain/maintenance";
import { downloadPendingMedia, removeFiles, storeForSending } from "@/domain/media";
import { waitUntil } from "../../../scripts/local/processes";
import * as files from "../../support/media-files";
import { giving } from "../../support/media-server";
import { rows } from "../../support/own-database";
import { ownMedia, receivedFile } from "../../support/own-media";
import { setEnv } from "../../support/with-env";

const own = ownMedia();

const DAY_MS = 24 * 60 * 60 * 1_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const stored = () => {
  const folder = join(own.folder, "files", own.organizationId);
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
};
const removals = () => rows<{ storageKey: string }>(`SELECT "storageKey" FROM "MediaRemoval"`);
/** What erasing a person does (src/domain/contacts/erase-contact.ts), for one message. */
const erase = (messageId: bigint) =>
  rows(
    `WITH file AS MATERIALIZED (
       SELECT "storageKey", "nextAttemptAt" FROM "MediaAsset" WHERE "messageId" = $1 FOR UPDATE),
     removal AS (
       INSERT INTO "MediaRemoval" ("storageKey", "requestedAt")
       SELECT "storageKey", greatest(now(), "nextAttemptAt") FROM file
       WHERE "storageKey" IS NOT NULL ON CONFLICT DO NOTHING)
     DELETE FROM "Message" WHERE id = $1`,
    [messageId],
  );

describe("a file whose message is gone", () => {
  it("because its time was over goes as well; that of a younger message stays", async () => {
    const old = await receivedFile(own, { createdAt: daysAgo(40) });
    const young = await receivedFile(own, { createdAt: daysAgo(20) });
    own.meta.file = giving(files.jpeg);
    await downloadPendingMedia();
    expect(stored()).toEqual([old.id, young.id].toSorted());

    await cleanUp();
    expect(await removals()).toEqual([]);
    setEnv({ RETENTION_MESSAGE_DAYS: "30" });
    expect((await cleanUp()).removed.Message).toBe(1);
    expect(await removals()).toEqual([{ storageKey: `${own.organizationId}/${old.id}` }]);
    expect(await removeFiles()).toBe(1);
    expect(stored()).toEqual([young.id]);
    expect(await removals()).toEqual([]);
  });

  it("that was kept for sending goes with its row", async () => {
    const content = files.pdf;
    const file = { organizationId: own.organizationId, content, filename: null };
    const [old, young] = [await storeForSending(file), await storeForSending(file)];
    await rows(`UPDATE "MediaAsset" SET "createdAt" = $2 WHERE id = $1`, [old.id, daysAgo(40)]);
    setEnv({ RETENTION_MESSAGE_DAYS: "30" });
    expect((await cleanUp()).removed.MediaAsset).toBe(1);
    await removeFiles();
    expect(stored()).toEqual([young.id]);
  });

  it("while it is being downloaded is not left behind, whoever is first", async () => {
    const { messageId } = await receivedFile(own);
    let release = () => undefined as unknown;
    own.meta.file = (response) => {
      release = () => response.end(files.jpeg);
    };
    const downloading = downloadPendingMedia();
    await waitUntil(() => own.meta.requests.length === 2, {
      what: "the download to begin",
      timeoutMs: 5_000,
    });
    await erase(messageId);
    // The download may yet store its file: nothing is removed, and nothing forgotten, before its lease is over.
    expect(await removeFiles()).toBe(0);
    expect(await removals()).toHaveLength(1);
    release();
    expect(await downloading).toEqual({ lost: 1 });
    await rows(`UPDATE "MediaRemoval" SET "requestedAt" = now()`);
    expect(await removeFiles()).toBe(1);
    expect(stored()).toEqual([]);
  });

  it("without anybody having said so is noticed by the download", async () => {
    const { messageId } = await receivedFile(own);
    let release = () => undefined as unknown;
    own.meta.file = (response) => {
      release = () => response.end(files.jpeg);
    };
    const downloading = downloadPendingMedia();
    await waitUntil(() => own.meta.requests.length === 2, {
      what: "the download to begin",
      timeoutMs: 5_000,
    });
    await rows(`DELETE FROM "Message" WHERE id = $1`, [messageId]);
    release();
    await downloading;
    expect(await removeFiles()).toBe(1);
    expect(stored()).toEqual([]);
  });
});

describe("removing", () => {
  it("what is not there any more is done as well", async () => {
    await rows(`INSERT INTO "MediaRemoval" ("storageKey") VALUES ('org/gone')`);
    expect(await removeFiles()).toBe(1);
    expect(await removals()).toEqual([]);
  });

  it("never takes a file that a row still names", async () => {
    const { id } = await receivedFile(own);
    own.meta.file = giving(files.jpeg);
    await downloadPendingMedia();
    await rows(`INSERT INTO "MediaRemoval" ("storageKey") VALUES ($1)`, [`${own.organizationId}/${id}`]);
    expect(await removeFiles()).toBe(0);
    expect(stored()).toEqual([id]);
    expect(await removals()).toEqual([]);
  });

  it("with a storage in trouble forgets nothing and fails nobody", async () => {
    setEnv({ MEDIA_S3_BUCKET: "a-bucket-without-keys" });
    await rows(`INSERT INTO "MediaRemoval" ("storageKey") VALUES ('org/file')`);
    expect(await removeFiles()).toBe(0);
    expect(await removals()).toHaveLength(1);
  });
});
