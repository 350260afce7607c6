import { rmSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { GET, HEAD, POST } from "@/app/api/media/[assetId]/route";
import { downloadPendingMedia, type MediaKind, mediaLink } from "@/domain/media";
import * as files from "../../support/media-files";
import { giving, sha256 } from "../../support/media-server";
import { ownMedia, receivedFile } from "../../support/own-media";
import { setEnv } from "../../support/with-env";

const own = ownMedia();

async function storedFile(
  bytes: Buffer,
  fields: { kind?: MediaKind; filename?: string; mimeType?: string } = {},
) {
  const { id } = await receivedFile(own, fields);
  own.meta.file = giving(bytes);
  expect(await downloadPendingMedia()).toEqual({ stored: 1 });
  return id;
}

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  (method === "HEAD" ? HEAD : GET)(new Request(`http://localhost${path}`, { method, headers }));
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe("a link to a file", () => {
  it("gives the file, with headers under which nothing in it can run", async () => {
    const id = await storedFile(files.jpeg, { filename: "férias.jpg" });
    const response = await ask(mediaLink(id));
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toEqual(files.jpeg);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "content-length": String(files.jpeg.length),
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "content-disposition": `inline; filename="f?rias.jpg"; filename*=UTF-8''f%C3%A9rias.jpg`,
      "accept-ranges": "bytes",
      "cache-control": expect.stringMatching(/^private, max-age=\d{3}, immutable$/),
      etag: `"${sha256(files.jpeg)}"`,
    });
  });

  it.each([
    ["a page", files.html, "text/html", "a.html", "application/octet-stream"],
    ["an SVG", files.svg, "image/svg+xml", "a.svg", "application/octet-stream"],
    ["a PDF", files.pdf, "application/pdf", "a.pdf", "application/pdf"],
    ["a text", files.text, "text/html", "a.txt", "text/plain"],
    ["a program", files.program, "application/pdf", "a.exe", "application/octet-stream"],
  ])("of %s saves it, as what its bytes are", async (_, bytes, mimeType, filename, type) => {
    const id = await storedFile(bytes, { kind: "document", mimeType, filename });
    const response = await ask(mediaLink(id));
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename=${filename}`);
    expect(await bytesOf(response)).toEqual(bytes);
  });

  it("with a file name that tries to end the header, or has a path, does not", async () => {
    const filename = `../a"\r\nx-evil: 1\\\u202efdp.exe`;
    const id = await storedFile(files.pdf, { kind: "document", filename });
    const response = await ask(mediaLink(id));
    expect(response.headers.get("x-evil")).toBeNull();
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename=".._a\\"__x-evil: 1__fdp.exe"`,
    );
  });

  it("answers HEAD with the same headers and no bytes", async () => {
    const id = await storedFile(files.jpeg);
    const response = await ask(mediaLink(id), {}, "HEAD");
    expect([response.status, response.headers.get("content-length")]).toEqual([
      200,
      String(files.jpeg.length),
    ]);
    expect(await bytesOf(response)).toHaveLength(0);
  });

  it.each([
    ["bytes=0-3", 206, "bytes 0-3/10", "0123"],
    ["bytes=4-", 206, "bytes 4-9/10", "456789"],
    ["bytes=-2", 206, "bytes 8-9/10", "89"],
    ["bytes=8-99", 206, "bytes 8-9/10", "89"],
    ["bytes=10-", 416, "bytes */10", ""],
    ["bytes=0-1,4-5", 200, null, "0123456789"],
    ["nonsense", 200, null, "0123456789"],
    ["words=0-1", 200, null, "0123456789"],
  ])("with Range: %s answers %i", async (range, status, contentRange, content) => {
    const id = await storedFile(Buffer.from("0123456789"), { kind: "document" });
    const response = await ask(mediaLink(id), { range });
    expect([response.status, response.headers.get("content-range")]).toEqual([status, contentRange]);
    expect((await bytesOf(response)).toString()).toBe(content);
  });

  it("with a range of another version gives the whole, and what the browser has is not sent again", async () => {
    const id = await storedFile(Buffer.from("0123456789"), { kind: "document" });
    const stale = await ask(mediaLink(id), { range: "bytes=0-1", "if-range": `"other"` });
    expect([stale.status, (await bytesOf(stale)).toString()]).toEqual([200, "0123456789"]);
    const etag = stale.headers.get("etag") ?? "";
    expect((await ask(mediaLink(id), { range: "bytes=0-1", "if-range": etag })).status).toBe(206);
    expect((await ask(mediaLink(id), { "if-none-match": etag })).status).toBe(304);
  });
});

describe("a link that is not ours, or not any more,", () => {
  async function refusal(path: string) {
    const response = await ask(path);
    return [response.status, (await response.json()).error.code];
  }
  const changed = (link: string, change: (query: URLSearchParams) => void) => {
    const url = new URL(link, "http://localhost");
    change(url.searchParams);
    return `${url.pathname}${url.search}`;
  };

  it("is refused in the same words, whether there is such a file or not", async () => {
    const id = await storedFile(files.jpeg);
    const link = mediaLink(id);
    const wrong = [
      `/api/media/${id}`,
      link.replace(id, crypto.randomUUID()),
      changed(link, (query) => query.set("signature", "x".repeat(43))),
      changed(link, (query) => query.delete("signature")),
      changed(link, (query) => query.set("expires", String(Number(query.get("expires")) + 60))),
      changed(link, (query) => query.set("expires", "")),
      changed(link, (query) => query.set("expires", "1e10")),
    ];
    for (const path of wrong) expect(await refusal(path), path).toEqual([403, "FORBIDDEN"]);
  });

  it("expires after fifteen minutes at the latest, and holds for ten", async () => {
    const id = await storedFile(files.jpeg);
    const link = mediaLink(id);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * 60_000 - 1_000 });
    expect((await ask(link)).status).toBe(200);
    vi.setSystemTime(Date.now() + 5 * 60_000 + 1_000);
    expect(await refusal(link)).toEqual([403, "FORBIDDEN"]);
    vi.useRealTimers();
  });

  it("made with the secret before is good until it expires; one of an unknown secret never", async () => {
    const id = await storedFile(files.jpeg);
    const link = mediaLink(id);
    setEnv({
      SESSION_SECRET: "the-next-session-secret",
      SESSION_SECRET_PREVIOUS: "session-secret-of-the-media-tests",
    });
    expect((await ask(link)).status).toBe(200);
    setEnv({ SESSION_SECRET_PREVIOUS: undefined });
    expect(await refusal(link)).toEqual([403, "FORBIDDEN"]);
    setEnv({ SESSION_SECRET: undefined });
    expect(await refusal(link)).toEqual([403, "FORBIDDEN"]);
    expect(() => mediaLink(id)).toThrow("SESSION_SECRET");
  });
});

describe("a good link", () => {
  it("to what is not stored, or gone from the storage, finds nothing", async () => {
    const { id: pending } = await receivedFile(own);
    for (const id of [pending, "no-such-file"]) expect((await ask(mediaLink(id))).status).toBe(404);
    own.meta.file = giving(files.jpeg);
    await downloadPendingMedia();
    expect((await ask(mediaLink(pending))).status).toBe(200);
    rmSync(own.folder, { recursive: true, force: true });
    expect((await ask(mediaLink(pending))).status).toBe(404);
  });

  it("takes no other method", async () => {
    const response = await POST(new Request("http://localhost/api/media/1", { method: "POST" }));
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});
