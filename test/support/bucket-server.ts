// An S3-compatible bucket in memory that checks every signature with a library other than the one that made it.

import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import aws4 from "aws4";
import { afterAll, beforeAll, beforeEach } from "vitest";

export const bucketKeys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "canary-bucket-secret-2f6a" };

export interface BucketServer {
  readonly url: string;
  /** By path. */
  files: Map<string, Buffer>;
  /** What it has refused, and why. */
  refused: string[];
  /** Whether every request fails. */
  isBroken: boolean;
}

export function bucketServer(): BucketServer {
  let port = 0;
  const bucket: BucketServer = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    files: new Map(),
    refused: [],
    isBroken: false,
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const problem = bucket.isBroken ? "InternalError" : problemOf(request, body);
    if (!problem) return answer(bucket, { request, response, body });
    bucket.refused.push(problem);
    response.writeHead(bucket.isBroken ? 500 : 403);
    response.end(`<Error><Code>${problem}</Code></Error>`);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ({ port } = server.address() as AddressInfo);
  });
  beforeEach(() => {
    bucket.files.clear();
    bucket.refused = [];
    bucket.isBroken = false;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return bucket;
}

/** Signs the same request anew and compares: what was not signed, or differently, shows. */
function problemOf(request: IncomingMessage, body: Buffer): string | undefined {
  const { authorization = "", "x-amz-content-sha256": hash = "", ...all } = request.headers;
  if (createHash("sha256").update(body).digest("hex") !== hash) return "XAmzContentSHA256Mismatch";
  const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(";") ?? [];
  const headers = Object.fromEntries(
    Object.entries({ ...all, "x-amz-content-sha256": String(hash) }).filter(([name]) =>
      signed.includes(name),
    ),
  ) as Record<string, string>;
  const again = aws4.sign(
    {
      service: "s3",
      region: "eu-test-1",
      method: request.method ?? "",
      path: request.url ?? "",
      host: request.headers.host ?? "",
      headers,
    },
    bucketKeys,
  );
  return again.headers?.Authorization === authorization ? undefined : "SignatureDoesNotMatch";
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
}

function answer({ files }: BucketServer, { request, response, body }: Exchange): void {
  const path = request.url ?? "";
  if (request.method === "PUT") files.set(path, body);
  if (request.method === "DELETE") {
    files.delete(path);
    response.writeHead(204);
  }
  const file = request.method === "GET" ? files.get(path) : undefined;
  if (request.method !== "GET") return void response.end();
  if (!file) return void response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (start === undefined) return void response.end(file);
  response.writeHead(206).end(file.subarray(Number(start), Number(end) + 1));
}
