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
