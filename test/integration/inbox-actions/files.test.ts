import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import * as files from "@/app/api/inbox/conversations/[id]/files/route";
import * as limits from "@/app/api/inbox/file-limits/route";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { askInbox, startConversation } from "../../support/inbox";
import { ownInbox, personsJobs, read, send, takenOver } from "../../support/inbox-actions";
import * as known from "../../support/media-files";
import { rows } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

const inbox = ownInbox();
const folder = mkdtempSync(join(tmpdir(), "replyonce-upload-"));
beforeEach(() => {
  setEnv({ MEDIA_DIR: folder, SESSION_SECRET: "session-secret-of-the-file-tests" });
  forgetOncePerProcess("media-storage");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MB = 1024 * 1024;

function upload(
  id: number,
  body: BodyInit,
  { kind, headers = {} }: { kind?: string; headers?: HeadersInit } = {},
) {
  const path = kind ? `x?kind=${kind}` : "x";
  const init = { method: "POST", body, headers, params: { id }, path, duplex: "half" };
  return askInbox(files.POST, init as Parameters<typeof askInbox>[1]);
}

function form(bytes: Buffer, filename: string, field = "file"): FormData {
  const made = new FormData();
  made.append("about", "a field that nobody asked for");
  made.append(field, new File([new Uint8Array(bytes)], filename, { type: "text/html" }));
  return made;
}

const stored = () => rows(`SELECT id FROM "MediaAsset" WHERE "organizationId" = $1`, [inbox.organizationId]);

describe("a file", () => {
  it.each([
    ["image", known.png, "holiday.png", "image/png"],
    ["document", known.pdf, "offer.pdf", "application/pdf"],
    ["audio", known.voiceNote(3), "note.ogg", "audio/ogg"],
    ["video", known.mp4, "clip.mp4", "video/mp4"],
  ])("is stored as %s by its bytes, whatever its name and header say, and can be sent", async (...given) => {
    const [kind, bytes, filename, mimeType] = given;
    const id = await takenOver(inbox.phoneNumberId);
    const { status, body } = await upload(id, form(bytes, filename));
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { kind, filename, mimeType, sizeBytes: bytes.length },
    });
    const sent = await send(id, { content: { type: kind, assetId: body.assetId } });
    expect(sent.status).toBe(200);
    expect((await personsJobs(id))[0]?.reply.parts).toEqual([{ type: kind, assetId: body.assetId }]);
  });

  it("may be stored as another kind", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    const { body } = await upload(id, form(known.voiceNote(3), "note.ogg"), { kind: "voice" });
    expect(body).toMatchObject({ kind: "voice", durationMs: 3_000 });
    expect((await send(id, { content: { type: "audio", assetId: body.assetId, voice: true } })).status).toBe(
      200,
    );
  });

  it("keeps the letters of its name, and nothing that would be a path or cannot be seen", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    const { body } = await upload(id, form(known.pdf, "../../etc/orçamento\u202e.pdf"));
    expect(body.filename).toBe("orçamento.pdf");
  });

  it("of one organization cannot be sent by another", async () => {
    const { conversationId: other } = await startConversation(inbox.other.phoneNumberId, "hello");
    expect((await upload(other, form(known.png, "a.png"))).status).toBe(404);
    const [foreign] = await rows<{ id: string }>(
      `INSERT INTO "MediaAsset" (id, "organizationId", kind, "mimeType", status, "storageKey", "storedAt", "sizeBytes",
         "detectedMimeType", sha256)
       VALUES (gen_random_uuid()::text, $1, 'image', 'image/png', 'stored', 'k', now(), 1, 'image/png', 'x') RETURNING id`,
      [inbox.other.organizationId],
    );
    const id = await takenOver(inbox.phoneNumberId);
    expect(await send(id, { content: { type: "image", assetId: foreign?.id } })).toMatchObject({
      status: 400,
    });
  });

  it.each<[string, () => BodyInit, { kind?: string; headers?: HeadersInit }, string]>([
    ["a page", () => form(known.html, "a.png"), {}, "application/octet-stream"],
    ["a program", () => form(known.program, "a.pdf"), {}, "application/octet-stream"],
    ["a PDF as an image", () => form(known.pdf, "a.png"), { kind: "image" }, "As image Meta takes"],
    ["an empty file", () => form(Buffer.alloc(0), "a.txt"), {}, "nothing in it"],
    ["another field", () => form(known.png, "a.png", "photo"), {}, "There is no file"],
    ["no form", () => "hello", { headers: { "content-type": "text/plain" } }, "no multipart"],
    ["a form without an end", () => cutOff(), { headers: boundary }, "no whole multipart"],
    ["a form without anything", () => "", { headers: boundary }, "no whole multipart"],
    [
      "an image of more than 5 MB",
      () => form(Buffer.concat([known.png, Buffer.alloc(5 * MB)]), "a.png"),
      {},
      "it may have",
    ],
    ["an unknown kind", () => form(known.png, "a.png"), { kind: "hologram" }, "kind"],
  ])("that is %s is refused, and nothing of it stays", async (_, body, options, words) => {
    const id = await takenOver(inbox.phoneNumberId);
    const before = await stored();
    const refused = await upload(id, body(), options);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain(words);
    expect(await stored()).toEqual(before);
  });

  it("that says itself that it is too large is not read at all", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    const { body, read: bytesRead } = endless();
    const headers = { ...boundary, "content-length": String(6 * MB) };
    expect((await upload(id, body, { kind: "image", headers })).status).toBe(413);
    expect(bytesRead()).toBeLessThan(MB);
  });

  it("that does not end is given up as soon as it is too large", async () => {
    const id = await takenOver(inbox.phoneNumberId);
    const { body, read: bytesRead } = endless();
    const refused = await upload(id, body, { kind: "image", headers: boundary });
    expect(refused).toMatchObject({ status: 413, body: { error: { code: "PAYLOAD_TOO_LARGE" } } });
    expect(bytesRead()).toBeLessThan(8 * MB);
  });
});

it("the limits of each kind are told before anything is chosen", async () => {
  const { body } = await read(limits.GET);
  const told = Object.fromEntries(
    body.limits.map(({ kind, bytesMax }: { kind: string; bytesMax: number }) => [kind, bytesMax / MB]),
  );
  expect(told).toMatchObject({ image: 5, video: 16, audio: 16, document: 100 });
  expect(body.limits[0].types).toEqual(["image/jpeg", "image/png"]);
});

const boundary = { "content-type": "multipart/form-data; boundary=border" };
const heading = `--border\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n`;

function cutOff(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([Buffer.from(heading), known.png]));
}

/** A file that goes on for as long as somebody reads it. */
function endless(): { body: ReadableStream; read: () => number } {
  let read = 0;
  const chunk = new Uint8Array(64 * 1024);
  const body = new ReadableStream({
    async pull(controller) {
      await new Promise(setImmediate);
      const next = read === 0 ? Buffer.concat([Buffer.from(heading), known.png]) : chunk;
      read += next.byteLength;
      controller.enqueue(new Uint8Array(next));
    },
  });
  return { body, read: () => read };
}
