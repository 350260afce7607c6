import { createHmac, randomBytes } from "node:crypto";
import { type Exchange, HttpError } from "../exchange";
import type { JsonObject } from "../webhooks/envelope";
import type { World } from "../world";
import { answerBadly, withLies } from "./bad-download";
import type { GraphCall } from "./effects-ledger";
import { GraphAnswer } from "./graph-answer";
import { GraphRefusal, UnknownObjectRefusal } from "./graph-error";
import type { Media } from "./media-store";
import { parseMultipart } from "./parse-multipart";
import { validateUpload } from "./validate-media-object";

const UPLOAD_BYTES_MAX = 101 * 1024 * 1024;
/** Meta, business-phone-numbers/media. */
const URL_LIFE_SECONDS = 5 * 60;
const URL_KEY = randomBytes(16);

function urlProof(id: string, expiresAt: string): string {
  return createHmac("sha256", URL_KEY).update(`${id} ${expiresAt}`).digest("hex").slice(0, 32);
}

/** Lets faults interfere, then does it and answers. */
async function answerMediaCall(
  world: World,
  exchange: Exchange,
  request: { call: GraphCall; media?: Media; perform: () => Buffer | JsonObject },
): Promise<void> {
  const { call, media, perform } = request;
  const { type, mediaId } = call;
  const fault = world.faults.choose("media", { text: type, mediaId });
  const answer = new GraphAnswer({ exchange, work: world.work, call }, fault);
  if (!(await answer.mayBeAccepted())) return;
  const action = fault?.action;
  if (media && type === "download" && answerBadly(exchange, { media, call, action })) return;
  const body = perform();
  if (Buffer.isBuffer(body)) return answer.accepted(body);
  if (typeof body.id === "string") call.mediaId = body.id;
  answer.accepted(type === "resolve" ? withLies(body, action) : body);
}

/** The part's own type, or the form's where the part has none that says anything. */
function typeOf(ofPart: string | undefined, ofForm = ""): string {
  return ofPart === undefined || ofPart === "application/octet-stream" ? ofForm : ofPart;
}

/** `POST /{phone-number-id}/media`. */
export async function uploadMedia(world: World, exchange: Exchange, call: GraphCall): Promise<void> {
  const body = await exchange.body(UPLOAD_BYTES_MAX);
  const parts = parseMultipart(body, exchange.request.headers["content-type"] ?? "");
  if (parts?.get("messaging_product")?.bytes.toString() !== "whatsapp") {
    throw new GraphRefusal(100, "The parameter messaging_product is required.");
  }
  const file = parts.get("file");
  if (!file) throw new GraphRefusal(100, "The parameter file is required.");
  const mimeType = typeOf(file.contentType, parts.get("type")?.bytes.toString());
  const upload = { bytes: Buffer.from(file.bytes), mimeType, filename: file.filename };
  validateUpload(upload);
  await answerMediaCall(world, exchange, { call, perform: () => ({ id: world.media.add(upload).id }) });
}

function describe(media: Media, origin: string) {
  const expiresAt = String(Math.floor(Date.now() / 1000) + URL_LIFE_SECONDS);
  const url = `${origin}/media-download/${media.id}?ext=${expiresAt}&hash=${urlProof(media.id, expiresAt)}`;
  const { id, mimeType: mime_type, sha256, bytes } = media;
  return { url, mime_type, sha256, file_size: bytes.length, id, messaging_product: "whatsapp" };
}

/** `GET /{media-id}` and `DELETE /{media-id}`. */
export async function answerMediaObject(world: World, exchange: Exchange, call: GraphCall): Promise<void> {
  const mediaId = call.mediaId ?? "";
  const media = world.media.find(mediaId);
  const isDeletion = exchange.method === "DELETE";
  if (!media) throw new UnknownObjectRefusal(mediaId, isDeletion ? "delete" : "get");
  const origin = `http://${exchange.request.headers.host}`;
  const remove = () => ({ success: world.media.remove(mediaId) });
  await answerMediaCall(world, exchange, {
    call,
    perform: isDeletion ? remove : () => describe(media, origin),
  });
}

/** The URL of a media object: needs the token, lives five minutes, then 404. */
export async function downloadMedia(world: World, exchange: Exchange, call: GraphCall): Promise<void> {
  const mediaId = call.mediaId ?? "";
  const expiresAt = exchange.query.get("ext") ?? "";
  const media = world.media.find(mediaId);
  const isCurrent =
    urlProof(mediaId, expiresAt) === exchange.query.get("hash") && Number(expiresAt) * 1000 > Date.now();
  if (!media || !isCurrent) throw new HttpError(404, "this media URL is unknown or has expired");
  exchange.response.setHeader("Content-Type", media.mimeType);
  await answerMediaCall(world, exchange, { call, media, perform: () => media.bytes });
}
