import { describe, expect, it } from "vitest";
import { readLimitedBody } from "@/app/_http/read-limited-body";

/** A request whose body has this many chunks of ten bytes, and what was taken of it. */
function upload(chunks: number, headers: Record<string, string> = {}) {
  const taken = { chunks: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (taken.chunks === chunks) return controller.close();
        taken.chunks += 1;
        controller.enqueue(new Uint8Array(10).fill(taken.chunks));
      },
      cancel() {
        taken.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: "POST", body, headers, duplex: "half" };
  return { request: new Request("https://app.example/api", init), taken };
}

describe("reading a body", () => {
  it("gives its exact bytes, in order, from however many chunks", async () => {
    const { request } = upload(3);
    const bytes = await readLimitedBody(request, 1_000);
    expect([...bytes]).toEqual([1, 2, 3].flatMap((chunk) => Array.from({ length: 10 }, () => chunk)));
  });

  it("gives bytes that are no text as they are", async () => {
    const body = new Uint8Array([0, 0xff, 0xfe, 0x80, 0x0a]);
    const request = new Request("https://app.example/api", { method: "POST", body });
    expect([...(await readLimitedBody(request, 5))]).toEqual([...body]);
  });

  it("gives nothing for a request without a body", async () => {
    const request = new Request("https://app.example/api", { method: "POST" });
    expect(await readLimitedBody(request, 10)).toHaveLength(0);
  });

  it("takes a body of exactly the limit", async () => {
    expect(await readLimitedBody(upload(5).request, 50)).toHaveLength(50);
  });

  it("refuses one byte more, with the limit in the answer", async () => {
    await expect(readLimitedBody(upload(5).request, 49)).rejects.toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
      publicMessage: "The body is larger than 49 bytes.",
    });
  });

  it("stops reading at the limit, however much is still to come", async () => {
    const { request, taken } = upload(100_000);
    await expect(readLimitedBody(request, 35)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    expect(taken).toEqual({ chunks: 4, isCancelled: true });
  });

  it("does not believe a Content-Length that says less", async () => {
    const { request, taken } = upload(1_000, { "content-length": "10" });
    await expect(readLimitedBody(request, 35)).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    expect(taken.chunks).toBe(4);
  });

  it("passes on that the sender broke off", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("reset by peer")) });
    const init = { method: "POST", body, duplex: "half" };
    const request = new Request("https://app.example/api", init);
    await expect(readLimitedBody(request, 10)).rejects.toThrow("reset by peer");
  });
});
