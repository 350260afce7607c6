import { Readable } from "node:stream";
import { create as contentDisposition } from "content-disposition";
import parseRange from "range-parser";
import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";
import { checkMediaLink, openMedia } from "@/domain/media";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/** What a browser may show by itself; everything else is saved. None of these can carry a script. */
const SHOWN = /^(image\/(jpeg|png|webp|gif)|audio\/[\w-]+|video\/[\w-]+)$/;

/**
 * A file of a message, for whoever has a link that holds. The link's signature is the whole authorisation. Its type is
 * what its bytes say it is, never what a customer's phone or Meta has said.
 */
const answer = handleRoute("http", async (request) => {
  const url = new URL(request.url);
  const assetId = decodeURIComponent(url.pathname.split("/").at(-1) ?? "");
  const leftSeconds = checkMediaLink(assetId, url.searchParams);
  const media = await openMedia(assetId);
  const etag = `"${media.sha256}"`;
  const headers = new Headers({
    "accept-ranges": "bytes",
    "cache-control": `private, max-age=${leftSeconds}, immutable`,
    "content-disposition": contentDisposition(media.filename ?? undefined, {
      type: SHOWN.test(media.mimeType) ? "inline" : "attachment",
    }),
    "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "content-type": media.mimeType,
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    etag,
  });
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });

  const range = readRange(request, media.sizeBytes, etag);
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${media.sizeBytes}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: media.sizeBytes - 1 };
  headers.set("content-length", String(end - start + 1));
  if (range) headers.set("content-range", `bytes ${start}-${end}/${media.sizeBytes}`);
  const status = range ? 206 : 200;
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const stream = await media.read(range);
  return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers });
});

/** The one range that was asked for (RFC 9110, 14): players ask for parts. Several at once are answered with the whole. */
function readRange(request: Request, sizeBytes: number, etag: string) {
  const asked = request.headers.get("range");
  const onlyIf = request.headers.get("if-range");
  if (!asked || (onlyIf !== null && onlyIf !== etag)) return undefined;
  const ranges = parseRange(sizeBytes, asked);
  if (ranges === -1) return "unsatisfiable";
  if (ranges === -2 || ranges.type !== "bytes" || ranges.length !== 1) return undefined;
  return ranges[0];
}

export { answer as GET, answer as HEAD };

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
