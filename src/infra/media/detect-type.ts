// What a file is by its bytes. Its name and what somebody says of it are only asked where bytes cannot tell: formats of
// Office before 2007 share one container, and so do a video and a voice in MP4.

import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";

/** Everything else, above all what a browser or a system would run (HTML, SVG, scripts, programs), is only bytes. */
const KNOWN = new Set([
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "video/mp4",
  "video/3gpp",
  "video/quicktime",
  "audio/ogg",
  "audio/mpeg",
  "audio/mp4",
  "audio/aac",
  "audio/amr",
  "audio/wav",
  "application/pdf",
  "application/zip",
  "application/rtf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation",
]);
/** Other names of the same. */
const SAME: Record<string, string> = {
  "audio/ogg; codecs=opus": "audio/ogg",
  "audio/opus": "audio/ogg",
  "audio/x-m4a": "audio/mp4",
  "audio/x-aac": "audio/aac",
  "video/x-m4v": "video/mp4",
  "video/3gpp2": "video/3gpp",
};
const OLD_OFFICE = ["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"];
const UNKNOWN_TYPE = "application/octet-stream";

const TEXT_LOOK_BYTES = 64 * 1024;

/** The type of a file by its bytes; `application/octet-stream` when nothing better can be said with confidence. */
export async function detectType(path: string, declared: string | null): Promise<string> {
  const found = await lookAtBytes(path);
  if (!found) return (await isPlainText(path)) ? "text/plain" : UNKNOWN_TYPE;
  const type = SAME[found.mime] ?? found.mime;
  const base = declared?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/x-cfb") return OLD_OFFICE.includes(base) ? base : UNKNOWN_TYPE;
  // Meta calls a voice in MP4 audio, its container does not.
  if (type === "video/mp4" && base.startsWith("audio/")) return "audio/mp4";
  return KNOWN.has(type) ? type : UNKNOWN_TYPE;
}

/** A file that is cut off or made to confuse is of no type. */
async function lookAtBytes(path: string) {
  try {
    return await fileTypeFromFile(path);
  } catch (error) {
    log("debug", "[MEDIA] No type", { error: describeError(error) });
    return undefined;
  }
}

/** UTF-8 without control characters, and no markup: browsers have taken text that begins with `<` for a page. */
async function isPlainText(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TEXT_LOOK_BYTES), 0, TEXT_LOOK_BYTES, 0);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, bytesRead), {
      stream: true,
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    return !/[\x00-\x08\x0e-\x1f]/.test(text) && !/^\s*(<|#!)/.test(text);
  } catch (error) {
    if (error instanceof TypeError) return false; // No UTF-8.
    throw error;
  } finally {
    await file.close();
  }
}
