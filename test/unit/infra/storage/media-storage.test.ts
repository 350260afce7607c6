import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { folderStorage } from "@/infra/storage/folder-storage";
import { mediaStorage } from "@/infra/storage/media-storage";
import { probeStorage } from "@/infra/storage/probe-storage";
import { s3Storage } from "@/infra/storage/s3-storage";
import { newScratchPath, sweepScratch } from "@/infra/storage/scratch";
import type { MediaStorage } from "@/infra/storage/storage-port";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { bucketKeys, bucketServer } from "../../../support/bucket-server";
import { sha256 } from "../../../support/media-server";
import { setEnv } from "../../../support/with-env";

const folder = mkdtempSync(join(tmpdir(), "replyonce-storage-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const server = bucketServer();
const bucket = { bucket: "files", region: "eu-test-1", ...bucketKeys };

beforeEach(() => {
  forgetOncePerProcess("media-storage");
});

async function store(storage: MediaStorage, key: string, content: string) {
  const path = await newScratchPath(storage);
  writeFileSync(path, content);
  await storage.store(key, {
    path,
    sizeBytes: Buffer.byteLength(content),
    sha256: sha256(Buffer.from(content)),
  });
}

async function read(stream: Readable | undefined): Promise<string | undefined> {
  if (!stream) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const storages: [string, () => MediaStorage][] = [
  ["a folder", () => folderStorage(join(folder, "media"))],
  ["a bucket", () => s3Storage({ endpoint: server.url, ...bucket })],
];

describe.each(storages)("%s", (_, make) => {
  it("gives back what was stored, whole and in parts", async () => {
    await store(make(), "org-1/file_1", "0123456789");
    expect(await read(await make().open("org-1/file_1"))).toBe("0123456789");
    expect(await read(await make().open("org-1/file_1", { start: 2, end: 4 }))).toBe("234");
    expect(await read(await make().open("org-1/file_1", { start: 9, end: 9 }))).toBe("9");
  });

  it("replaces a file, and removes it as often as it is asked to", async () => {
    await store(make(), "org-1/file_2", "first");
    await store(make(), "org-1/file_2", "second");
    expect(await read(await make().open("org-1/file_2"))).toBe("second");
    await make().remove("org-1/file_2");
    await make().remove("org-1/file_2");
    expect(await make().open("org-1/file_2")).toBeUndefined();
  });

  it.each([
    "../secrets",
    "org/../../etc",
    "/etc/passwd",
    "org",
    "org/",
    "a/b/c",
    "org/a.part",
    "org/%2e%2e",
    "org/a\0b",
    "",
  ])("takes no key that leads elsewhere: %j", async (key) => {
    await expect(make().open(key)).rejects.toThrow("Not a key");
    await expect(make().remove(key)).rejects.toThrow("Not a key");
    await expect(store(make(), key, "x")).rejects.toThrow("Not a key");
  });
});

describe("a folder", () => {
  it("is nobody else's, and keeps no half of a file that could not be stored", async () => {
    const own = join(folder, "own");
    await store(folderStorage(own), "org/file", "x");
    for (const path of ["", "files", "files/org", "scratch"])
      expect(statSync(join(own, path)).mode & 0o077, path).toBe(0);
    expect(statSync(join(own, "files/org/file")).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(own, "scratch"))).toEqual([]);
  });

  it("loses what dead processes left in its scratch, and nothing that is being written", async () => {
    const own = folderStorage(join(folder, "swept"));
    expect(await sweepScratch(own, 1_000)).toBe(0);
    const [old, young] = [await newScratchPath(own), await newScratchPath(own)];
    for (const path of [old, young]) writeFileSync(path, "x");
    utimesSync(old, new Date(0), new Date(0));
    expect(await sweepScratch(own, 60_000)).toBe(1);
    expect(readdirSync(own.scratch)).toHaveLength(1);
  });
});

describe("a bucket", () => {
  it("gets requests whose signatures another library makes the same", async () => {
    await store(s3Storage({ endpoint: server.url, ...bucket }), "org/file", "x");
    expect([...server.files.keys()]).toEqual(["/files/org/file"]);
    expect(server.refused).toEqual([]);
  });

  it("that refuses is an error with its reason, without keys or secrets", async () => {
    const wrong = s3Storage({ endpoint: server.url, ...bucket, secretAccessKey: "another-secret" });
    const failure = await store(wrong, "org/file", "x").catch((error) => String(error));
    expect(failure).toBe("Error: The media bucket answered PUT with 403 (SignatureDoesNotMatch)");
    await expect(wrong.open("org/file")).rejects.toThrow("403");
    await expect(wrong.remove("org/file")).rejects.toThrow("403");
  });

  it("does not take a file that was changed on the way", async () => {
    const storage = s3Storage({ endpoint: server.url, ...bucket });
    const path = await newScratchPath(storage);
    writeFileSync(path, "changed");
    const said = { path, sizeBytes: 7, sha256: sha256(Buffer.from("as it was")) };
    await expect(storage.store("org/file", said)).rejects.toThrow("XAmzContentSHA256Mismatch");
    expect(server.files.size).toBe(0);
  });
});

describe("the environment", () => {
  it("names a folder, where nothing else is said", async () => {
    setEnv({ MEDIA_DIR: join(folder, "named") });
    await probeStorage(mediaStorage());
    expect(mediaStorage().kind).toBe("folder");
    expect(readdirSync(join(folder, "named", "files", "probe"))).toEqual([]);
  });

  it("names a bucket, which is tried out without leaving anything", async () => {
    setEnv({
      MEDIA_S3_BUCKET: "files",
      MEDIA_S3_REGION: "eu-test-1",
      MEDIA_S3_ENDPOINT: server.url,
      MEDIA_S3_ACCESS_KEY_ID: bucketKeys.accessKeyId,
      MEDIA_S3_SECRET_ACCESS_KEY: bucketKeys.secretAccessKey,
    });
    await probeStorage(mediaStorage());
    expect(mediaStorage().kind).toBe("s3");
    expect(server.files.size).toBe(0);
    server.isBroken = true;
    await expect(probeStorage(mediaStorage())).rejects.toThrow("InternalError");
  });

  it("with a bucket and no keys is told, and no folder is used instead", () => {
    setEnv({ MEDIA_S3_BUCKET: "files" });
    expect(() => mediaStorage()).toThrow("MEDIA_S3_BUCKET needs MEDIA_S3_ACCESS_KEY_ID");
  });

  it("with a folder that cannot be written is told", async () => {
    writeFileSync(join(folder, "a-file"), "x");
    mkdirSync(join(folder, "dir"));
    setEnv({ MEDIA_DIR: join(folder, "a-file") });
    await expect(probeStorage(mediaStorage())).rejects.toThrow("ENOTDIR");
  });
});
