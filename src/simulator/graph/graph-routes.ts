import { type Exchange, HttpError } from "../exchange";
import type { JsonObject } from "../webhooks/envelope";
import type { World } from "../world";
import type { GraphCall } from "./effects-ledger";
import { GraphRefusal, UnknownObjectRefusal } from "./graph-error";
import { answerManagement, isManaged } from "./management-routes";
import { markAsRead } from "./mark-as-read";
import { answerMediaObject, downloadMedia, uploadMedia } from "./media-routes";
import { isObject, PayloadReader } from "./payload-reader";
import { sendMessage } from "./send-message";

const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
const DOWNLOAD_PATH = "/media-download/";
const GRAPH_PATH = /^\/v\d+\.\d+\/([^/]+)(?:\/([a-z_]+))?\/?$/;

export function isGraphPath(path: string): boolean {
  return /^\/v\d+\.\d+\//.test(path) || path.startsWith(DOWNLOAD_PATH);
}

/** A user's token; or the app's own (app-id|app-secret), for what concerns the app, and then alone for some of it. */
function authorize(world: World, exchange: Exchange): void {
  const { accessTokens, app, appSecret } = world.settings.current;
  const token = exchange.bearer ?? exchange.query.get("access_token") ?? "";
  const isAppToken = token === `${app.id}|${appSecret}`;
  const isOfApp = /\/(app|debug_token)$|\/subscriptions$/.test(exchange.path);
  const isAppOnly = exchange.path.endsWith("/subscriptions");
  const mayPass = (isOfApp && isAppToken) || (!isAppOnly && accessTokens.includes(token));
  if (!mayPass) throw new GraphRefusal(190, "Authentication Error");
}

const textOrNothing = (value: unknown) => (typeof value === "string" ? value : undefined);

/** Accepted sends and reads tell of themselves, earlier than their answer. */
function report(world: World, call: GraphCall): void {
  const { kind, outcome, phoneNumberId, opaque, code } = call;
  if (kind === "object") return;
  if (kind === "media") {
    world.events.append({ type: "media", action: call.type ?? "", mediaId: call.mediaId ?? "", outcome });
    return;
  }
  world.events.append({
    type: "send",
    outcome: kind === "send" ? outcome : `${kind} ${outcome}`,
    customer: call.input ?? "",
    phoneNumberId,
    messageType: call.type ?? "text",
    text: call.text ?? "",
    opaque,
    code,
  });
}

/** Does the work of one call and keeps its record: on arrival, and again when it is known how it ended. */
async function recorded(world: World, call: GraphCall, work: () => Promise<void>): Promise<void> {
  const done = world.work.begin();
  world.ledger.beginCall(call);
  try {
    await work();
  } catch (error) {
    call.outcome = "refused";
    if (error instanceof GraphRefusal || error instanceof HttpError) call.status = error.status;
    if (error instanceof GraphRefusal) Object.assign(call, { code: error.code, details: error.details });
    throw error;
  } finally {
    world.ledger.endCall(call);
    if (call.outcome !== "accepted" || call.kind === "media") report(world, call);
    done();
  }
}

function parsePayload(body: Buffer): JsonObject | undefined {
  try {
    const payload: unknown = JSON.parse(body.toString("utf8"));
    return isObject(payload) ? payload : undefined;
  } catch {
    // Whatever is no JSON object is refused by the caller, after authorisation, as Graph does.
    return undefined;
  }
}

/** The call as far as a payload that may be wrong tells. */
function draftMessageCall(payload: JsonObject, phoneNumberId: string): GraphCall {
  const body = isObject(payload.text) ? payload.text.body : undefined;
  return {
    at: Date.now(),
    kind: payload.status === undefined ? "send" : payload.typing_indicator ? "typing" : "read",
    phoneNumberId,
    outcome: "pending",
    status: null,
    input: textOrNothing(payload.to) ?? textOrNothing(payload.recipient),
    type: textOrNothing(payload.type),
    text: textOrNothing(body),
    opaque: textOrNothing(payload.biz_opaque_callback_data),
  };
}

async function answerMessages(world: World, exchange: Exchange, phoneNumberId: string): Promise<void> {
  const payload = parsePayload(await exchange.body(MESSAGE_BYTES_MAX));
  const call = draftMessageCall(payload ?? {}, phoneNumberId);
  await recorded(world, call, async () => {
    authorize(world, exchange);
    const number = world.settings.businessNumber(phoneNumberId);
    if (!number) throw new UnknownObjectRefusal(phoneNumberId, "post");
    if (!payload) throw new GraphRefusal(100, "The request body must be a valid JSON object.");
    const reader = new PayloadReader(payload);
    if (call.kind === "send") await sendMessage(world, exchange, { reader, number, call });
    else await markAsRead(world, exchange, { reader, call });
  });
}

async function answerMedia(world: World, exchange: Exchange, id: string): Promise<void> {
  const isDownload = exchange.path.startsWith(DOWNLOAD_PATH);
  const isUpload = exchange.method === "POST";
  const type = isDownload
    ? "download"
    : isUpload
      ? "upload"
      : exchange.method === "DELETE"
        ? "delete"
        : "resolve";
  const call: GraphCall = {
    at: Date.now(),
    kind: "media",
    phoneNumberId: isUpload ? id : "",
    outcome: "pending",
    status: null,
    type,
    mediaId: isUpload ? undefined : id,
  };
  await recorded(world, call, async () => {
    authorize(world, exchange);
    if (isUpload) await uploadMedia(world, exchange, call);
    else if (isDownload) await downloadMedia(world, exchange, call);
    else await answerMediaObject(world, exchange, call);
  });
}

async function answerObject(
  world: World,
  exchange: Exchange,
  wanted: { id: string; edge: string },
): Promise<void> {
  const type = `${exchange.method} ${wanted.edge}`.trim();
  const call: GraphCall = {
    ...{ at: Date.now(), kind: "object", outcome: "pending", status: null },
    phoneNumberId: wanted.id,
    type,
  };
  await recorded(world, call, async () => {
    authorize(world, exchange);
    await answerManagement(world, exchange, { wanted, call });
  });
}

async function route(world: World, exchange: Exchange): Promise<void> {
  const { method, path } = exchange;
  if (path.startsWith(DOWNLOAD_PATH)) {
    await answerMedia(world, exchange, path.slice(DOWNLOAD_PATH.length));
    return;
  }
  const [, id = "", edge = ""] = GRAPH_PATH.exec(path) ?? [];
  const isNumber = world.settings.businessNumber(id) !== undefined;
  const isMedia = isNumber
    ? method === "POST" && edge === "media"
    : method !== "POST" && edge === "" && !isManaged(world, id);
  if (method === "POST" && edge === "messages") await answerMessages(world, exchange, id);
  else if (isMedia) await answerMedia(world, exchange, id);
  else await answerObject(world, exchange, { id, edge });
}

/** Everything under `/vNN.N/`, and the media URLs: answers, with Meta's error body where it refuses. */
export async function answerGraph(world: World, exchange: Exchange): Promise<void> {
  try {
    await route(world, exchange);
  } catch (error) {
    if (error instanceof GraphRefusal) exchange.json(error.status, error.body());
    else if (error instanceof HttpError) exchange.send({ status: error.status, body: "" });
    else throw error;
  }
}
