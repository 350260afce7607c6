// Files in a bucket of an S3-compatible service, addressed by path (AWS, API reference: PutObject, GetObject,
// DeleteObject). Requests are signed by aws4fetch (Signature Version 4) with the SHA-256 of the body, so that the service
// refuses what was changed on the way; undici sends them, because a file is streamed.

import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { AwsV4Signer } from "aws4fetch";
import { type Dispatcher, request } from "undici";
import { checkKey } from "./storage-key";
import type { MediaStorage } from "./storage-port";

interface Bucket {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

interface Call {
  method: "PUT" | "GET" | "DELETE";
  key: string;
  headers?: Record<string, string>;
  body?: Readable;
  signal?: AbortSignal;
}

const NO_BODY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const IDLE_MS = 30_000;

export function s3Storage(bucket: Bucket): MediaStorage {
  return {
    kind: "s3",
    scratch: join(/* turbopackIgnore: true */ tmpdir(), "replyonce-media"),
    async store(key, { path, sizeBytes, sha256 }, signal) {
      const headers = {
        // The type that counts is in the database: what somebody reads from the bucket by mistake runs nowhere.
        "content-type": "application/octet-stream",
        "content-length": String(sizeBytes),
        "x-amz-content-sha256": sha256,
      };
      const answer = await call(bucket, {
        method: "PUT",
        key,
        headers,
        body: createReadStream(path),
        signal,
      });
      await expect(answer, [200], "PUT");
    },
    async open(key, range) {
      const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end}` } : {};
      const answer = await call(bucket, { method: "GET", key, headers });
      if (answer.statusCode === (range ? 206 : 200)) return answer.body;
      await expect(answer, [404], "GET");
      return undefined;
    },
    async remove(key) {
      await expect(await call(bucket, { method: "DELETE", key }), [200, 204, 404], "DELETE");
    },
  };
}

async function call(
  bucket: Bucket,
  { method, key, headers, body, signal }: Call,
): Promise<Dispatcher.ResponseData> {
  const { endpoint, bucket: name, region, accessKeyId, secretAccessKey } = bucket;
  const signed = await new AwsV4Signer({
    method,
    url: `${endpoint}/${name}/${checkKey(key)}`,
    headers: { "x-amz-content-sha256": NO_BODY_SHA256, ...headers },
    service: "s3",
    region,
    accessKeyId,
    secretAccessKey,
  }).sign();
  return await request(signed.url, {
    method,
    headers: Object.fromEntries(signed.headers),
    body,
    signal,
    headersTimeout: IDLE_MS,
    bodyTimeout: IDLE_MS,
  });
}

/** @throws Error with the status and the service's own code, which names no key. */
async function expect(
  answer: Dispatcher.ResponseData,
  statuses: number[],
  method: Call["method"],
): Promise<void> {
  const text = (await answer.body.text()).slice(0, 2_000);
  if (statuses.includes(answer.statusCode)) return;
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "no code";
  throw new Error(`The media bucket answered ${method} with ${answer.statusCode} (${code})`);
}
