import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { CUSTOMER, NUMBER, setStage, TOKEN } from "./stage";

const stage = setStage();
const png = Buffer.from("89504e470d0a1a0a0d0a2d2d00ff", "hex");

beforeEach(() => stage.openWindow());

function upload(
  bytes: Buffer,
  type: string,
  fields: Record<string, string> = { messaging_product: "whatsapp" },
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([new Uint8Array(bytes)], { type }), "photo.png");
  return stage.graph(`${NUMBER}/media`, { method: "POST", body: form });
}

describe("media", () => {
  it("can be uploaded, resolved, downloaded byte for byte, sent and deleted", async () => {
    const { status, body } = await upload(png, "image/png");
    expect(status).toBe(200);
    const resolved = await stage.graph(body.id);
    expect(resolved.body).toMatchObject({
      id: body.id,
      mime_type: "image/png",
      file_size: png.length,
      sha256: createHash("sha256").update(png).digest("hex"),
      messaging_product: "whatsapp",
    });
    const file = await fetch(resolved.body.url, { headers: { Authorization: `Bearer ${TOKEN}` } });
    expect(Buffer.from(await file.arrayBuffer())).toEqual(png);
    expect(file.headers.get("content-type")).toBe("image/png");
    const image = { type: "image", text: undefined, image: { id: body.id, caption: "look" } };
    expect((await stage.send(image)).status).toBe(200);
    expect((await stage.graph(body.id, { method: "DELETE" })).body).toEqual({ success: true });
    expect((await stage.graph(body.id)).body.error.code).toBe(100);
    expect((await stage.send(image)).body.error.code).toBe(131_009);
  });

  it("of one kind cannot be sent as another", async () => {
    const { body } = await upload(png, "image/png");
    const refused = await stage.send({ type: "audio", text: undefined, audio: { id: body.id } });
    expect(refused.body.error.code).toBe(131_053);
  });

  it("needs the product, a supported type and not too many bytes", async () => {
    expect((await upload(png, "image/png", {})).body.error.code).toBe(100);
    expect((await upload(png, "image/gif")).body.error.code).toBe(100);
    expect((await upload(Buffer.alloc(5 * 1024 * 1024 + 1), "image/png")).body.error.code).toBe(131_053);
    const notForm = await stage.graph(`${NUMBER}/media`, { method: "POST", body: "x" });
    expect(notForm.body.error.code).toBe(100);
  });

  it("has a URL that needs the token and lives five minutes", async () => {
    const { body } = await upload(png, "image/png");
    const { url } = (await stage.graph(body.id)).body;
    const get = async (address: string, token = TOKEN) =>
      (await fetch(address, { headers: { Authorization: `Bearer ${token}` } })).status;
    expect(await get(url)).toBe(200);
    expect(await get(url, "wrong")).toBe(401);
    expect(await get(url.replace(/hash=./, "hash=_"))).toBe(404);
    vi.useFakeTimers({ now: Date.now() + 5 * 60_000 + 1000, toFake: ["Date"] });
    expect(await get(url)).toBe(404);
    vi.useRealTimers();
  });

  it("that a customer sends can be fetched by the id in the webhook", async () => {
    const media = { mimeType: "image/png", base64: png.toString("base64") };
    await stage.control.write([{ from: CUSTOMER, type: "image", text: "look", media }], { isAwaited: true });
    const { image } = stage.receiver.messages[0];
    expect(image).toMatchObject({
      mime_type: "image/png",
      caption: "look",
      sha256: createHash("sha256").update(png).digest("base64"),
    });
    expect((await stage.graph(image.id)).body.file_size).toBe(png.length);
  });
});

describe("a media server that misbehaves", () => {
  const download = async (id: string, init: RequestInit = {}) => {
    const { url } = (await stage.graph(id)).body;
    return fetch(url, { headers: { Authorization: `Bearer ${TOKEN}` }, redirect: "manual", ...init });
  };
  const armed = async (action: object, textContains = "download") => {
    const { body } = await upload(png, "image/png");
    const fault = { target: "media", action, match: { textContains, mediaId: body.id }, when: { next: 1 } };
    await stage.control.addFault(fault as Parameters<typeof stage.control.addFault>[0]);
    return body.id as string;
  };

  it("lies about size, hash, kind or address when it is asked", async () => {
    const other = { fileSize: 9, sha256: "0".repeat(64), mimeType: "video/mp4" };
    const id = await armed({ type: "other-description", ...other }, "resolve");
    const { body } = await stage.graph(id);
    expect(body).toMatchObject({ file_size: 9, sha256: other.sha256, mime_type: "video/mp4" });
    const elsewhere = await armed({ type: "other-url", url: "http://169.254.169.254/latest" }, "resolve");
    expect((await stage.graph(elsewhere)).body.url).toBe("http://169.254.169.254/latest");
    expect((await stage.graph(elsewhere)).body.url).toMatch(/media-download/);
  });

  it("sends a download elsewhere, and then does it properly", async () => {
    const id = await armed({ type: "redirect", location: "http://10.0.0.1/secret" });
    const sent = await download(id);
    expect([sent.status, sent.headers.get("location")]).toEqual([302, "http://10.0.0.1/secret"]);
    expect((await download(id)).status).toBe(200);
  });

  it("answers 404 first", async () => {
    const id = await armed({ type: "http-error", status: 404 });
    expect([(await download(id)).status, (await download(id)).status]).toEqual([404, 200]);
  });

  it("gives other bytes under the same name, or fewer than it has promised", async () => {
    const html = Buffer.from("<html>").toString("base64");
    const other = await download(await armed({ type: "other-bytes", base64: html }));
    expect([other.headers.get("content-type"), await other.text()]).toEqual(["image/png", "<html>"]);
    const short = await download(await armed({ type: "other-bytes", base64: html, contentLength: 5000 }));
    expect(short.headers.get("content-length")).toBe("5000");
    await expect(short.arrayBuffer()).rejects.toThrow();
  });

  it("sends far more than there is, without saying so", async () => {
    const flood = await download(await armed({ type: "flood", bytes: 1_000_000 }));
    expect(flood.headers.get("content-length")).toBeNull();
    expect((await flood.arrayBuffer()).byteLength).toBeGreaterThan(1_000_000);
  });

  it("stops half-way and keeps the connection", async () => {
    const half = await download(await armed({ type: "hang-mid-body" }), { signal: AbortSignal.timeout(300) });
    expect(half.status).toBe(200);
    await expect(half.arrayBuffer()).rejects.toThrow();
    expect(await stage.control.calls({ kind: "media", outcome: "hung" })).toHaveLength(1);
  });
});
