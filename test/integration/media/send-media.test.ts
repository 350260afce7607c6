import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type MediaKind, storeForSending, uploadForSending } from "@/domain/media";
import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";
import * as files from "../../support/media-files";
import { status } from "../../support/media-server";
import { rows } from "../../support/own-database";
import { contentOf, ownMedia } from "../../support/own-media";
import { setEnv } from "../../support/with-env";

const own = ownMedia();
const { meta } = own;

const store = (content: Buffer | Readable, filename: string | null = null, kind?: MediaKind) =>
  storeForSending({ organizationId: own.organizationId, content, filename, kind });

async function integration(id = own.integrationId) {
  return await prisma().integration.findUniqueOrThrow({ where: { id } });
}

const uploaded = (id: string) => {
  meta.answer = (response) => void response.end(JSON.stringify({ id }));
};

describe("a file to send", () => {
  it.each([
    ["a JPEG", files.jpeg, null, "image", "image/jpeg"],
    ["a sticker", files.webp, null, "sticker", "image/webp"],
    ["a voice note", files.voiceNote(3), "note.ogg", "audio", "audio/ogg"],
    ["a voice in MP4", files.mp4, "note.m4a", "audio", "audio/mp4"],
    ["a video", files.mp4, "a.mp4", "video", "video/mp4"],
    ["a PDF", files.pdf, "offer.pdf", "document", "application/pdf"],
    ["an old Word file", files.oldWord, "offer.doc", "document", "application/msword"],
  ])("%s is stored as what it is best sent as", async (_, bytes, filename, kind, mimeType) => {
    const file = await store(bytes, filename);
    expect(file).toMatchObject({ kind, mimeType, sizeBytes: bytes.length });
    expect(await contentOf(file.id)).toEqual(bytes);
    expect(await rows(`SELECT * FROM "MediaRemoval"`)).toEqual([]);
  });

  it("may come as a stream, and as another kind", async () => {
    const file = await store(Readable.from([files.voiceNote(12)]), null, "voice");
    expect(file).toMatchObject({ kind: "voice", mimeType: "audio/ogg", durationMs: 12_000 });
  });

  it.each([
    [
      "a GIF as an image",
      Buffer.from("GIF89a.........."),
      "image",
      "As image Meta takes image/jpeg, image/png",
    ],
    ["a page", files.html, undefined, "this is application/octet-stream"],
    ["a PDF as a sticker", files.pdf, "sticker", "As sticker Meta takes image/webp"],
    [
      "an image that is too large",
      Buffer.concat([files.png, Buffer.alloc(5 * 1024 * 1024)]),
      undefined,
      "5242880 bytes",
    ],
    ["a voice with two channels", files.voiceNote(3, 2), "voice", "one channel"],
    [
      "a voice in MP3",
      Buffer.concat([Buffer.from("ID3"), Buffer.alloc(64)]),
      "voice",
      "As voice Meta takes audio/ogg",
    ],
    ["nothing", Buffer.alloc(0), undefined, "nothing in it"],
  ] as [string, Buffer, MediaKind | undefined, string][])(
    "%s is refused with the limit it breaks, and leaves nothing",
    async (_, bytes, kind, words) => {
      const failure = await store(bytes, null, kind).catch((error) => error);
      expect(failure).toBeInstanceOf(AppError);
      expect(failure).toMatchObject({ code: "INVALID_INPUT", publicMessage: expect.stringContaining(words) });
      expect(readdirSync(join(own.folder, "scratch"))).toEqual([]);
      expect(await rows(`SELECT id FROM "MediaAsset"`)).toEqual([]);
    },
  );

  it("larger than the operator allows is refused while it comes", async () => {
    setEnv({ MEDIA_MAX_BYTES: "10" });
    await expect(store(files.pdf)).rejects.toThrow("larger than 10 bytes");
  });
});

describe("an upload", () => {
  it("sends the bytes as Meta wants them, once for 25 days", async () => {
    const { id } = await store(files.pdf, "Angebot für März.pdf");
    uploaded("media-1");
    expect(await uploadForSending(id, await integration())).toEqual({
      kind: "uploaded",
      providerMediaId: "media-1",
    });
    expect(await uploadForSending(id, await integration())).toEqual({
      kind: "uploaded",
      providerMediaId: "media-1",
    });
    expect(meta.requests).toHaveLength(1);
    const [{ path, headers, body } = { path: "", headers: {}, body: "" }] = meta.requests;
    expect(path).toMatch(new RegExp(`^/v\\d+\\.0/${own.phoneNumberId}/media$`));
    expect(headers.authorization).toBe("Bearer EAAcanary-media-token");
    expect(Number(headers["content-length"])).toBe(Buffer.byteLength(body));
    expect(body).toContain(`name="messaging_product"\r\n\r\nwhatsapp\r\n`);
    expect(body).toContain(`name="type"\r\n\r\napplication/pdf\r\n`);
    expect(body).toContain(`filename="${id}.pdf"\r\ncontent-type: application/pdf\r\n\r\n${files.pdf}\r\n--`);

    await rows(
      `UPDATE "MediaAsset" SET uploads = jsonb_set(uploads, $1, to_jsonb(now() - interval '26 days'))`,
      [[own.phoneNumberId, "at"]],
    );
    uploaded("media-2");
    expect(await uploadForSending(id, await integration())).toMatchObject({ providerMediaId: "media-2" });
  });

  it("calls a voice note what Meta believes: .ogg, and Opus in Ogg", async () => {
    const { id } = await store(files.voiceNote(1), "note.opus", "voice");
    uploaded("media-1");
    await uploadForSending(id, await integration());
    expect(meta.requests[0]?.body).toContain(`name="type"\r\n\r\naudio/ogg; codecs=opus\r\n`);
    expect(meta.requests[0]?.body).toContain(`filename="${id}.ogg"`);
  });

  it("is one for each number", async () => {
    const { id } = await store(files.pdf);
    const other = { ...(await integration()), phoneNumberId: "555000111222" };
    setEnv({ WHATSAPP_PHONE_NUMBER_ID: "555000111222" });
    uploaded("of-the-other");
    await uploadForSending(id, other);
    setEnv({ WHATSAPP_PHONE_NUMBER_ID: own.phoneNumberId });
    uploaded("of-this");
    expect(await uploadForSending(id, await integration())).toMatchObject({ providerMediaId: "of-this" });
    expect(await uploadForSending(id, other)).toMatchObject({ providerMediaId: "of-the-other" });
  });

  it.each([
    [
      "131053",
      "permanent",
      status(400, JSON.stringify({ error: { code: 131053, message: "Media upload error" } })),
    ],
    ["190", "credentials", status(401, JSON.stringify({ error: { code: 190, message: "expired" } }))],
    ["HTTP_502", "transient", status(502, "<html>")],
  ])(
    "that Meta refuses with %s says so as a send does, and is not remembered",
    async (code, errorClass, answer) => {
      const { id } = await store(files.pdf);
      meta.answer = answer;
      expect(await uploadForSending(id, await integration())).toMatchObject({
        kind: "refused",
        code,
        class: errorClass,
      });
      uploaded("media-1");
      expect(await uploadForSending(id, await integration())).toMatchObject({ kind: "uploaded" });
    },
  );

  it("that hangs is given up", async () => {
    setEnv({ MEDIA_TIMEOUT_MS: "100" });
    const { id } = await store(files.pdf);
    meta.answer = () => undefined;
    expect(await uploadForSending(id, await integration())).toMatchObject({
      kind: "refused",
      class: "transient",
      code: "UPLOAD_FAILED",
    });
  });

  it("of a file that is not stored is not made", async () => {
    await expect(uploadForSending("no-such-file", await integration())).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(meta.requests).toEqual([]);
  });
});
