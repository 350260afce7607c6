import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { downloadPendingMedia, retryMedia } from "@/domain/media";
import * as files from "../../support/media-files";
import { giving, inTurn, redirectingTo, sha256, status } from "../../support/media-server";
import { rows } from "../../support/own-database";
import { contentOf, isDueNow, ownMedia, receivedFile, stateOf } from "../../support/own-media";
import { setEnv } from "../../support/with-env";

const own = ownMedia();
const { meta } = own;

/** Attempts one after the other, without the pauses, until the file is settled. */
async function tryUntilSettled(id: string): Promise<void> {
  for (let tries = 0; tries < 20 && (await stateOf(id)).status === "pending"; tries += 1) {
    await isDueNow(id);
    await downloadPendingMedia();
  }
}

const scratch = () => readdirSync(join(own.folder, "scratch"));

describe("a file that is what it was announced as", () => {
  it("is looked up with its number, fetched with the token, and stored", async () => {
    const { id } = await receivedFile(own, { bytes: files.jpeg });
    meta.file = giving(files.jpeg);
    expect(await downloadPendingMedia()).toEqual({ stored: 1 });
    expect(await stateOf(id)).toMatchObject({
      status: "stored",
      attempts: 1,
      errorCode: null,
      detectedMimeType: "image/jpeg",
      sizeBytes: files.jpeg.length,
    });
    expect(await contentOf(id)).toEqual(files.jpeg);
    const [lookUp, file] = meta.requests;
    expect(lookUp?.path).toMatch(new RegExp(`^/v\\d+\\.0/\\d+\\?phone_number_id=${own.phoneNumberId}$`));
    for (const each of [lookUp, file])
      expect(each?.headers.authorization).toBe("Bearer EAAcanary-media-token");
    expect(scratch()).toEqual([]);
  });

  it("has its length when it is a voice note", async () => {
    const bytes = files.voiceNote(12);
    const { id } = await receivedFile(own, { kind: "voice", mimeType: "audio/ogg; codecs=opus", bytes });
    meta.file = giving(bytes);
    await downloadPendingMedia();
    expect(await stateOf(id)).toMatchObject({
      status: "stored",
      detectedMimeType: "audio/ogg",
      durationMs: 12_000,
    });
  });

  it.each([
    ["hex", (hash: string) => hash],
    ["base64", (hash: string) => Buffer.from(hash, "hex").toString("base64")],
  ])(
    "is checked against what the look-up says, in %s, when the webhook has said nothing",
    async (_, write) => {
      const { id } = await receivedFile(own);
      meta.describe = () => ({ url: `${meta.url}/files/1`, sha256: write(sha256(files.jpeg)), file_size: 3 });
      meta.file = giving(files.jpeg);
      await downloadPendingMedia();
      expect(await stateOf(id)).toMatchObject({ status: "stored" });
    },
  );

  it("is not downloaded a second time", async () => {
    await receivedFile(own);
    meta.file = giving(files.jpeg);
    await downloadPendingMedia();
    meta.requests = [];
    expect(await downloadPendingMedia()).toEqual({});
    expect(meta.requests).toEqual([]);
  });
});

describe("a file that is not", () => {
  it.each([
    [
      "a redirect to a private address",
      "ADDRESS_REFUSED",
      () => (meta.file = redirectingTo("http://10.0.0.1/")),
    ],
    [
      "a redirect to a name that is not Meta's",
      "HOST_REFUSED",
      () => (meta.file = redirectingTo("https://example.com/")),
    ],
    [
      "a look-up that names another host",
      "HOST_REFUSED",
      () => (meta.describe = () => ({ url: "https://evil.example/1" })),
    ],
    [
      "more bytes than are taken",
      "TOO_LARGE",
      () => {
        setEnv({ MEDIA_MAX_BYTES: String(1024 * 1024) });
        meta.file = giving(Buffer.alloc(1024 * 1024 + 1));
      },
    ],
    [
      "a look-up that announces too many",
      "TOO_LARGE",
      () => (meta.describe = () => ({ url: `${meta.url}/files/1`, file_size: 101 * 1024 * 1024 })),
    ],
    ["a page instead of an image", "TYPE_MISMATCH", () => (meta.file = giving(files.html))],
    ["a PDF instead of an image", "TYPE_MISMATCH", () => (meta.file = giving(files.pdf))],
    ["nothing at all", "EMPTY", () => (meta.file = giving(Buffer.alloc(0)))],
  ])("is rejected at once: %s", async (_, errorCode, misbehave) => {
    const { id } = await receivedFile(own);
    misbehave();
    expect(await downloadPendingMedia()).toEqual({ rejected: 1 });
    expect(await stateOf(id)).toMatchObject({ status: "rejected", errorCode });
    expect(await contentOf(id)).toBeUndefined();
    expect(scratch()).toEqual([]);
  });

  it("with other bytes than were announced is tried once more, then rejected", async () => {
    const { id } = await receivedFile(own, { bytes: files.jpeg });
    meta.file = giving(Buffer.concat([files.jpeg, files.jpeg]));
    expect(await downloadPendingMedia()).toEqual({ retried: 1 });
    expect(await stateOf(id)).toMatchObject({ status: "pending", errorCode: "HASH_MISMATCH" });
    await isDueNow(id);
    expect(await downloadPendingMedia()).toEqual({ rejected: 1 });
    expect(await contentOf(id)).toBeUndefined();
  });

  it("may come right the second time", async () => {
    const { id } = await receivedFile(own, { bytes: files.jpeg });
    meta.file = inTurn(giving(files.png), giving(files.jpeg));
    await downloadPendingMedia();
    await isDueNow(id);
    expect(await downloadPendingMedia()).toEqual({ stored: 1 });
  });

  it("with another size than the look-up says, and no hash to go by, is not believed", async () => {
    const { id } = await receivedFile(own);
    meta.describe = () => ({ url: `${meta.url}/files/1`, file_size: files.jpeg.length + 1 });
    meta.file = giving(files.jpeg);
    await tryUntilSettled(id);
    expect(await stateOf(id)).toMatchObject({ status: "rejected", errorCode: "SIZE_MISMATCH", attempts: 2 });
  });

  it("is, as a document, only bytes when a browser would run it", async () => {
    const { id } = await receivedFile(own, {
      kind: "document",
      mimeType: "text/html",
      filename: "invoice.html",
    });
    meta.file = giving(files.html);
    await downloadPendingMedia();
    expect(await stateOf(id)).toMatchObject({
      status: "stored",
      detectedMimeType: "application/octet-stream",
    });
  });
});

describe("a server with trouble", () => {
  it("whose address did not hold gets a new look-up at once", async () => {
    await receivedFile(own);
    meta.file = inTurn(status(404), giving(files.jpeg));
    expect(await downloadPendingMedia()).toEqual({ stored: 1 });
    expect(meta.requests).toHaveLength(4);
  });

  it("that answers 500 for ever is asked six times over five hours, then no more", async () => {
    const { id } = await receivedFile(own);
    meta.file = status(500);
    const waits: number[] = [];
    for (;;) {
      await isDueNow(id);
      await downloadPendingMedia();
      const state = await stateOf(id);
      if (state.status !== "pending") break;
      waits.push(state.waits);
    }
    expect(await stateOf(id)).toMatchObject({ status: "failed", errorCode: "HTTP_500", attempts: 6 });
    expect(waits).toEqual([10, 60, 600, 3_600, 14_400]);
  });

  it("that hangs costs the time limit, once for each attempt, and is asked again", async () => {
    setEnv({ MEDIA_IDLE_TIMEOUT_MS: "50" });
    const { id } = await receivedFile(own);
    meta.file = () => undefined;
    expect(await downloadPendingMedia()).toEqual({ retried: 1 });
    expect(await stateOf(id)).toMatchObject({ status: "pending", errorCode: "TIMEOUT" });
  });

  it.each([
    ["a token that has run out", status(401, JSON.stringify({ error: { code: 190, message: "expired" } }))],
    ["a permission that is missing", status(400, JSON.stringify({ error: { code: 10, message: "no" } }))],
  ])("because of %s waits without using up an attempt, as long as the id holds", async (_, answer) => {
    const { id } = await receivedFile(own);
    meta.lookUp = answer;
    await downloadPendingMedia();
    const { waits, ...state } = await stateOf(id);
    expect(state).toMatchObject({ status: "pending", errorCode: "CREDENTIALS", attempts: 0 });
    expect(waits).toBeGreaterThan(600);

    await rows(`UPDATE "MediaAsset" SET "createdAt" = now() - interval '8 days' WHERE id = $1`, [id]);
    await isDueNow(id);
    expect(await downloadPendingMedia()).toEqual({ failed: 1 });
  });

  it("that does not know the id says so, with its code", async () => {
    const { id } = await receivedFile(own);
    meta.lookUp = status(
      400,
      JSON.stringify({ error: { code: 100, error_subcode: 33, message: "unknown object" } }),
    );
    await tryUntilSettled(id);
    expect(await stateOf(id)).toMatchObject({ status: "failed", errorCode: "META_100" });
  });

  it("at whose file processes die is not asked for ever", async () => {
    const { id } = await receivedFile(own);
    await rows(`UPDATE "MediaAsset" SET attempts = 6 WHERE id = $1`, [id]);
    expect(await downloadPendingMedia()).toEqual({ failed: 1 });
    expect(await stateOf(id)).toMatchObject({ status: "failed", errorCode: "ABANDONED" });
    expect(meta.requests).toEqual([]);
  });

  it("costs one message its file and no other", async () => {
    setEnv({ MEDIA_IDLE_TIMEOUT_MS: "50" });
    const all = [await receivedFile(own), await receivedFile(own), await receivedFile(own)];
    const hanging = `/files/${all[1]?.messageId}`;
    const fine = meta.answer;
    meta.file = giving(files.jpeg);
    meta.answer = (response, request) => (request.path === hanging ? undefined : fine(response, request));
    expect(await downloadPendingMedia()).toEqual({ stored: 2, retried: 1 });
  });
});

describe("a file that has failed", () => {
  it("is tried again when somebody says so, with all its attempts; a stored one is not", async () => {
    const { id } = await receivedFile(own);
    meta.file = inTurn(giving(files.html), giving(files.jpeg));
    await downloadPendingMedia();
    await retryMedia(id);
    expect(await stateOf(id)).toMatchObject({ status: "pending", attempts: 0, errorCode: null });
    expect(await downloadPendingMedia()).toEqual({ stored: 1 });
    await expect(retryMedia(id)).rejects.toThrow("is stored");
    await expect(retryMedia("none")).rejects.toThrow("No file none");
  });
});

describe("the storage", () => {
  it("that takes nothing is nothing the file is to blame for", async () => {
    setEnv({ MEDIA_DIR: "package.json" });
    const { id } = await receivedFile(own);
    meta.file = giving(files.jpeg);
    expect(await downloadPendingMedia()).toEqual({ retried: 1 });
    expect(await stateOf(id)).toMatchObject({ status: "pending", errorCode: "STORAGE", attempts: 0 });
  });
});
