import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Exchange } from "../exchange";
import type { MediaFault } from "../faults/fault-rule";
import type { JsonObject } from "../webhooks/envelope";
import type { GraphCall } from "./effects-ledger";
import type { Media } from "./media-store";

const FLOOD_CHUNK = Buffer.alloc(64 * 1024);

/** The answer to a lookup as a fault would have it. */
export function withLies(description: JsonObject, action: MediaFault | undefined): JsonObject {
  if (action?.type === "other-url") return { ...description, url: action.url };
  if (action?.type !== "other-description") return description;
  const { fileSize, sha256, mimeType } = action;
  return {
    ...description,
    ...(fileSize === undefined ? {} : { file_size: fileSize }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(mimeType === undefined ? {} : { mime_type: mimeType }),
  };
}

function* moreThanThereIs(media: Media, bytes: number): Generator<Buffer> {
  yield media.bytes;
  for (let sent = 0; sent < bytes; sent += FLOOD_CHUNK.length) yield FLOOD_CHUNK;
}

/** Stops as soon as the other side has had enough. */
function flood(response: ServerResponse, media: Media, bytes: number): void {
  response.writeHead(200, { "Content-Type": media.mimeType });
  const source = Readable.from(moreThanThereIs(media, bytes));
  response.on("close", () => source.destroy());
  source.pipe(response);
}

/** Answers a download as a fault would have it; false when the fault is none of a download's. */
export function answerBadly(
  exchange: Exchange,
  { media, call, action }: { media: Media; call: GraphCall; action: MediaFault | undefined },
): boolean {
  const { response } = exchange;
  switch (action?.type) {
    case "redirect":
      response.writeHead(action.status, { Location: action.location, "Content-Length": 0 }).end();
      Object.assign(call, { outcome: "http-error", status: action.status });
      return true;
    case "other-bytes": {
      const bytes = Buffer.from(action.base64, "base64");
      const length = action.contentLength ?? bytes.length;
      const headers = { "Content-Type": action.mimeType ?? media.mimeType, "Content-Length": length };
      // A length that is too large is found out only when the connection ends.
      response.writeHead(200, headers).end(bytes, () => length > bytes.length && exchange.cut());
      Object.assign(call, { outcome: "accepted", status: 200 });
      return true;
    }
    case "flood":
      Object.assign(call, { outcome: "accepted", status: 200 });
      flood(response, media, action.bytes);
      return true;
    case "hang-mid-body":
      response.writeHead(200, { "Content-Type": media.mimeType, "Content-Length": media.bytes.length });
      response.write(media.bytes.subarray(0, Math.ceil(media.bytes.length / 2)));
      call.outcome = "hung";
      return true;
    default:
      return false;
  }
}
