import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MockAgent } from "undici";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { fetchMedia, type MediaFetch } from "@/infra/media/fetch-media";
import { findMediaError } from "@/infra/media/media-error";
import { forgetOncePerProcess, oncePerProcess } from "@/lib/once-per-process";
import { giving, mediaServer, redirectingTo, sha256, status } from "../../../support/media-server";
import { recordingServer } from "../../../support/recording-server";
import { setEnv } from "../../../support/with-env";

const folder = mkdtempSync(join(tmpdir(), "replyonce-fetch-"));
const path = join(folder, "file.part");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const meta = mediaServer();
const stranger = recordingServer();
beforeEach(() => setEnv({ WHATSAPP_API_URL: meta.url }));

const bytes = Buffer.from("the bytes of a file");

function fetching(options: Partial<MediaFetch> = {}) {
  return fetchMedia({
    url: `${meta.url}/files/1`,
    accessToken: "EAAcanary-media-token",
    path,
    maxBytes: 1_000,
    idleMs: 5_000,
    signal: AbortSignal.timeout(10_000),
    ...options,
  });
}

const failure = (options?: Partial<MediaFetch>) =>
  fetching(options).then(
    () => "fetched",
    (error) => findMediaError(error)?.code,
  );

it("a file is written, counted and hashed, and the token was sent", async () => {
  meta.file = giving(bytes);
  expect(await fetching()).toEqual({ sizeBytes: bytes.length, sha256: sha256(bytes) });
  expect(readFileSync(path)).toEqual(bytes);
  expect(meta.requests[0]?.headers.authorization).toBe("Bearer EAAcanary-media-token");
});

describe("a redirect", () => {
  it("within Meta is followed", async () => {
    meta.answer = (response, { path: asked }) =>
      asked === "/files/1" ? redirectingTo("/files/2")(response) : giving(bytes)(response);
    expect(await fetching()).toMatchObject({ sizeBytes: bytes.length });
  });

  it.each([
    ["the metadata of a cloud", () => "http://169.254.169.254/latest/meta-data/", "ADDRESS_REFUSED"],
    ["a private address", () => "https://10.0.0.5/", "ADDRESS_REFUSED"],
    ["another port of this machine", () => stranger.url, "ADDRESS_REFUSED"],
    ["this machine by its name", () => `http://localhost:${stranger.port}/`, "HOST_REFUSED"],
    ["a public name that is not Meta's", () => "https://example.com/file", "HOST_REFUSED"],
    ["a file", () => "file:///etc/passwd", "HOST_REFUSED"],
    ["nowhere", () => "", "TOO_MANY_REDIRECTS"],
  ])("to %s is not followed", async (_, location, code) => {
    meta.file = redirectingTo(location());
    expect(await failure()).toBe(code);
    expect(stranger.requests).toEqual([]);
  });

  it("to an allowed name that is this machine is stopped before it connects, and the token goes nowhere", async () => {
    setEnv({ MEDIA_HOSTS: "localhost" });
    meta.file = redirectingTo("https://localhost/file");
    expect(await failure()).toBe("ADDRESS_REFUSED");
  });

  it("is followed three times and no more", async () => {
    meta.answer = (response, { path: asked }) =>
      redirectingTo(`/files/${Number(asked.slice(7)) + 1}`)(response);
    expect(await failure()).toBe("TOO_MANY_REDIRECTS");
    expect(meta.asked()).toEqual(["/files/1", "/files/2", "/files/3", "/files/4"]);
  });
});

it("a host that the operator has added is asked without the token", async () => {
  setEnv({ MEDIA_HOSTS: "cdn.example" });
  const internet = new MockAgent();
  internet.disableNetConnect();
  const asked: unknown[] = [];
  const answer = ({ headers }: { headers?: unknown }) => {
    asked.push(headers);
    return { statusCode: 200, data: bytes };
  };
  internet.get("https://cdn.example").intercept({ path: "/file" }).reply(answer);
  forgetOncePerProcess("media-connections");
  oncePerProcess("media-connections", () => internet);
  meta.file = redirectingTo("https://cdn.example/file");
  expect(await fetching()).toMatchObject({ sizeBytes: bytes.length });
  expect(JSON.stringify(meta.requests[0]?.headers)).toContain("canary-media-token");
  expect(asked).toHaveLength(1);
  expect(JSON.stringify(asked)).not.toMatch(/authorization|canary/i);
  forgetOncePerProcess("media-connections");
});

describe("a size", () => {
  it("that is announced as too large is not even read", async () => {
    meta.file = (response) => {
      response.writeHead(200, { "content-length": "5000000" });
      response.write("x");
    };
    expect(await failure()).toBe("TOO_LARGE");
  });

  it("that is not announced ends at the first byte too many", async () => {
    let written = 0;
    meta.file = (response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1_000))) written += 1_000;
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    };
    expect(await failure()).toBe("TOO_LARGE");
    expect(written).toBeLessThan(50_000_000);
  });

  it("that is exactly the limit is fine", async () => {
    meta.file = giving(Buffer.alloc(1_000));
    expect(await failure()).toBe("fetched");
  });

  it("smaller than announced is a connection that broke", async () => {
    meta.file = (response) => {
      response.writeHead(200, { "content-length": "500" });
      response.write("only this");
      setImmediate(() => response.destroy());
    };
    expect(await failure()).toBe("NETWORK");
  });
});

describe("a server that hangs", () => {
  it("before its head is given up", async () => {
    meta.file = () => undefined;
    expect(await failure({ idleMs: 50 })).toBe("TIMEOUT");
  });

  it("in the body is given up", async () => {
    meta.file = (response) => void response.write("the beginning");
    expect(await failure({ idleMs: 50 })).toBe("TIMEOUT");
  });

  it("drip by drip is given up when the whole time is over", async () => {
    meta.file = (response) => {
      const drip = setInterval(() => response.write("."), 10);
      response.on("close", () => clearInterval(drip));
    };
    expect(await failure({ signal: AbortSignal.timeout(200) })).toBe("TIMEOUT");
  });
});

it.each([
  [404, "URL_EXPIRED"],
  [401, "CREDENTIALS"],
  [403, "CREDENTIALS"],
  [500, "HTTP_500"],
  [206, "HTTP_206"],
])("HTTP %i is %s", async (httpStatus, code) => {
  meta.file = status(httpStatus, "no");
  expect(await failure()).toBe(code);
});
