import type { Exchange } from "../exchange";
import type { BusinessNumber } from "../settings";
import type { JsonObject } from "../webhooks/envelope";
import type { World } from "../world";
import { describeTemplate } from "./describe-template";
import type { GraphCall } from "./effects-ledger";
import { GraphAnswer } from "./graph-answer";
import { GraphRefusal, UnknownObjectRefusal } from "./graph-error";

interface Wanted {
  id: string;
  edge: string;
}

/** What is told of a number when no fields are asked for (business-phone-numbers). */
const NUMBER_FIELDS = [
  "verified_name",
  "code_verification_status",
  "display_phone_number",
  "quality_rating",
  "platform_type",
  "throughput",
  "id",
];
const PAGE_SIZE = 25;

/** `app` and `debug_token` are Graph's own; everything else has an id. */
export function isManaged(world: World, id: string): boolean {
  return id === "debug_token" || isApp(world, id) || isAccount(world, id);
}

function isApp(world: World, id: string): boolean {
  return id === "app" || id === world.settings.current.app.id;
}

function isAccount(world: World, id: string): boolean {
  return world.settings.current.businessNumbers.some(({ wabaId }) => wabaId === id);
}

function numberObject(number: BusinessNumber): JsonObject {
  return {
    verified_name: number.verifiedName ?? "Simulated Business",
    code_verification_status: number.codeVerificationStatus ?? "VERIFIED",
    display_phone_number: `+${number.displayPhoneNumber}`,
    quality_rating: number.qualityRating ?? "GREEN",
    platform_type: number.platformType ?? "CLOUD_API",
    throughput: { level: number.throughput ?? "STANDARD" },
    status: number.status ?? "CONNECTED",
    name_status: number.nameStatus ?? "APPROVED",
    account_mode: "LIVE",
    id: number.phoneNumberId,
  };
}

/** Graph answers what is asked for, always with the id; an unknown field is refused. */
function pick(object: JsonObject, wanted: string[]): JsonObject {
  const unknown = wanted.find((field) => !(field in object));
  if (unknown) {
    const message = `Tried accessing nonexisting field (${unknown}) on node type`;
    throw new GraphRefusal(100, message);
  }
  return Object.fromEntries([...new Set([...wanted, "id"])].map((field) => [field, object[field]]));
}

function fieldsOf(exchange: Exchange, standard: string[]): string[] {
  const asked = (exchange.query.get("fields") ?? "").split(",").map((field) => field.trim());
  const wanted = asked.filter(Boolean);
  return wanted.length > 0 ? wanted : standard;
}

function positionOf(cursor: string | null): number | undefined {
  if (cursor === null) return undefined;
  const position = Number(Buffer.from(cursor, "base64url").toString());
  if (!Number.isInteger(position)) throw new GraphRefusal(100, "Invalid cursor");
  return position;
}

/** One page of a list, with cursors to the next and the previous one (graph-api/results). */
function page(exchange: Exchange, rows: JsonObject[]): JsonObject {
  const { query, path } = exchange;
  const limit = Math.max(1, Number(query.get("limit") ?? PAGE_SIZE) || PAGE_SIZE);
  const before = positionOf(query.get("before"));
  const after = positionOf(query.get("after"));
  const start = before === undefined ? (after === undefined ? 0 : after + 1) : Math.max(0, before - limit);
  const end = Math.min(rows.length, before ?? start + limit);
  if (end <= start) return { data: [] };
  const cursor = (position: number) => Buffer.from(String(position)).toString("base64url");
  const cursors = { before: cursor(start), after: cursor(end - 1) };
  const link = (side: Record<string, string>) => {
    const rest = Object.fromEntries([...query].filter(([key]) => key !== "after" && key !== "before"));
    return `http://${exchange.request.headers.host}${path}?${new URLSearchParams({ ...rest, ...side })}`;
  };
  return {
    data: rows.slice(start, end),
    paging: {
      cursors,
      ...(start > 0 ? { previous: link({ before: cursors.before }) } : {}),
      ...(end < rows.length ? { next: link({ after: cursors.after }) } : {}),
    },
  };
}

/** Statuses come alone or as a JSON list. */
function listOf(value: string | null): string[] | undefined {
  return value === null ? undefined : (value.toUpperCase().match(/[A-Z_]+/g) ?? []);
}

function templates(world: World, exchange: Exchange): JsonObject {
  const { query } = exchange;
  const statuses = listOf(query.get("status"));
  const rows = world.templates.list().map(describeTemplate);
  const found = rows.filter(
    (row) =>
      (statuses?.includes(String(row.status)) ?? true) &&
      ["name", "language"].every((key) => !query.has(key) || query.get(key) === row[key]),
  );
  const standard = ["name", "parameter_format", "components", "language", "status", "category", "id"];
  return page(
    exchange,
    found.map((row) => pick(row, fieldsOf(exchange, standard))),
  );
}

function subscribedApps({ settings }: World): JsonObject {
  const data = settings.current.subscribedApps.map(({ id, name }) => ({
    whatsapp_business_api_data: { id, name, link: `https://www.facebook.com/games/?app_id=${id}` },
  }));
  return { data };
}

function subscribe({ settings }: World): JsonObject {
  const { app, subscribedApps: known } = settings.current;
  if (!known.some(({ id }) => id === app.id)) settings.patch({ subscribedApps: [...known, app] });
  return { success: true };
}

/** Facebook Login, debug_token: what a token may do, and for which accounts. */
function debugToken(world: World, exchange: Exchange): JsonObject {
  const { app, token, businessNumbers } = world.settings.current;
  const { accessTokens } = world.settings.current;
  if (!accessTokens.includes(exchange.query.get("input_token") ?? "")) {
    const error = { code: 190, message: "Invalid OAuth access token - Cannot parse access token" };
    return { data: { error, is_valid: false, scopes: [] } };
  }
  const targets = [...new Set(businessNumbers.map(({ wabaId }) => wabaId))];
  return {
    data: {
      app_id: app.id,
      application: app.name,
      type: "SYSTEM_USER",
      data_access_expires_at: token.dataAccessExpiresAt,
      expires_at: token.expiresAt,
      issued_at: 1_760_000_000,
      is_valid: token.isValid,
      scopes: token.scopes,
      granular_scopes: token.scopes.map((scope) => ({ scope, target_ids: targets })),
      user_id: "122100000000000001",
    },
  };
}

/** What an app has subscribed to, and where its webhooks go (Graph API, app subscriptions). */
function appSubscriptions({ settings }: World): JsonObject {
  const { webhookFields, webhookUrl } = settings.current;
  const fields = webhookFields.map((name) => ({ name, version: "v25.0" }));
  const object = "whatsapp_business_account";
  return { data: [{ object, callback_url: webhookUrl ?? "", active: true, fields }] };
}

function accountObject(world: World, id: string): JsonObject {
  const number = world.settings.current.businessNumbers.find(({ wabaId }) => wabaId === id);
  return {
    id,
    name: number?.verifiedName ?? "Simulated Business",
    currency: "USD",
    timezone_id: "1",
    message_template_namespace: "5ba3d0ab_9f4c_4c1c_a3d3_000000000000",
    account_review_status: "APPROVED",
  };
}

function read(world: World, exchange: Exchange, { id, edge }: Wanted): JsonObject {
  const { settings } = world;
  const number = settings.businessNumber(id);
  const key = `${exchange.method} ${edge}`;
  if (id === "debug_token") return debugToken(world, exchange);
  if (isApp(world, id) && key === "GET subscriptions") return appSubscriptions(world);
  if (isApp(world, id) && key === "GET ")
    return pick({ ...settings.current.app }, fieldsOf(exchange, ["name"]));
  if (number && key === "GET ") return pick(numberObject(number), fieldsOf(exchange, NUMBER_FIELDS));
  if (!isAccount(world, id)) throw new UnknownObjectRefusal(id, exchange.method === "GET" ? "get" : "post");
  const numbers = settings.current.businessNumbers.filter(({ wabaId }) => wabaId === id);
  switch (key) {
    case "GET ":
      return pick(accountObject(world, id), fieldsOf(exchange, ["name", "timezone_id", "currency"]));
    case "GET phone_numbers": {
      const fields = fieldsOf(exchange, NUMBER_FIELDS);
      return page(
        exchange,
        numbers.map((one) => pick(numberObject(one), fields)),
      );
    }
    case "GET message_templates":
      return templates(world, exchange);
    case "GET subscribed_apps":
      return subscribedApps(world);
    case "POST subscribed_apps":
      return subscribe(world);
    default:
      throw new UnknownObjectRefusal(id, exchange.method === "GET" ? "get" : "post");
  }
}

/** What is read about numbers, accounts, apps and tokens, and an account's subscription. */
export async function answerManagement(
  world: World,
  exchange: Exchange,
  { wanted, call }: { wanted: Wanted; call: GraphCall },
): Promise<void> {
  const fault = world.faults.choose("object", { text: `${wanted.id}/${wanted.edge}` });
  const answer = new GraphAnswer({ exchange, work: world.work, call }, fault);
  if (await answer.mayBeAccepted()) answer.accepted(read(world, exchange, wanted));
}
