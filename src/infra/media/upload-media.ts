import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { request } from "undici";
import { z } from "zod";
import { classifyErrorCode } from "@/infra/whatsapp/error-class";
import { readGraphError } from "@/infra/whatsapp/read-graph-error";
import type { SendOutcome } from "@/infra/whatsapp/send-message";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { parseJson } from "@/lib/parse-json";

export interface MediaUpload {
  phoneNumberId: string;
  accessToken: string;
  file: Readable;
  sizeBytes: number;
  /** As Meta wants to hear it. */
  mimeType: string;
  /** ASCII, without quotes. Meta believes its ending more than the type (131053). */
  filename: string;
  timeoutMs: number;
}

/** A refusal is told as that of a send. Whether Meta has a file twice is of no consequence: nothing is ever unknown here. */
export type UploadOutcome =
  | { kind: "uploaded"; providerMediaId: string }
  | Extract<SendOutcome, { kind: "refused" }>;

const uploaded = z.object({ id: z.string().min(1).max(512) });

/** `POST /{phone-number-id}/media` (Meta, business-phone-numbers/media). Never throws. */
export async function uploadMedia(upload: MediaUpload): Promise<UploadOutcome> {
  const { WHATSAPP_API_URL, WHATSAPP_API_VERSION } = env();
  const boundary = `replyonce-${randomBytes(16).toString("hex")}`;
  const head = Buffer.from(formHead(boundary, upload));
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  try {
    const answer = await request(
      `${WHATSAPP_API_URL}/${WHATSAPP_API_VERSION}/${upload.phoneNumberId}/media`,
      {
        method: "POST",
        headers: {
          authorization: `Bearer ${upload.accessToken}`,
          "content-type": `multipart/form-data; boundary=${boundary}`,
          "content-length": String(head.length + upload.sizeBytes + tail.length),
        },
        body: Readable.from(inOrder(head, upload.file, tail), { objectMode: false }),
        signal: AbortSignal.timeout(upload.timeoutMs),
      },
    );
    return readUpload(answer.statusCode, await answer.body.text());
  } catch (error) {
    return refusal("UPLOAD_FAILED", describeError(error), null);
  } finally {
    upload.file.destroy();
  }
}

/** A streamed form: undici's own takes a file only when it is in memory. */
function formHead(boundary: string, { mimeType, filename }: MediaUpload): string {
  const field = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  return `${field("messaging_product", "whatsapp")}${field("type", mimeType)}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\ncontent-type: ${mimeType}\r\n\r\n`;
}

async function* inOrder(head: Buffer, file: Readable, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  for await (const chunk of file) yield chunk as Buffer;
  yield tail;
}

function readUpload(httpStatus: number, text: string): UploadOutcome {
  const json = parseJson(text);
  const success = uploaded.safeParse(json);
  if (success.success && httpStatus >= 200 && httpStatus < 300)
    return { kind: "uploaded", providerMediaId: success.data.id };
  const error = readGraphError(json);
  if (!error) return refusal(`HTTP_${httpStatus}`, "An answer that is not Graph's", httpStatus);
  const { code, message } = error;
  return { ...refusal(String(code), message, httpStatus), class: classifyErrorCode(code) };
}

function refusal(
  code: string,
  message: string,
  httpStatus: number | null,
): Extract<SendOutcome, { kind: "refused" }> {
  return { kind: "refused", class: "transient", code, message, httpStatus, retryAfterMs: undefined };
}
