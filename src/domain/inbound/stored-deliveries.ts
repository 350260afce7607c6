// Raw webhooks as an organization may see them. Their table knows no organization and never changes shape, so each is asked for
// the ids by which Meta names one; what is found so is then read, and only what is its own is told.

import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { type OwnEntries, ownEntries, readOwnNumbers } from "./own-entries";
import { type ParsedWebhook, parseWebhook } from "./parse-webhook";
import { parseBody } from "./receive-webhook";

type DeliveryStatus = "ingested" | "parked" | "unrouted" | "unrecognised";

interface DeliverySummary {
  id: string;
  requestId: string;
  receivedAt: Date;
  replayedAt: Date | null;
  status: DeliveryStatus;
  error: string | null;
  bytes: number;
  messages: number;
  receipts: number;
  events: number;
  malformed: number;
}

export interface OwnDelivery {
  summary: DeliverySummary;
  own: OwnEntries;
  parsed: ParsedWebhook;
}

interface Row {
  id: string;
  requestId: string;
  receivedAt: Date;
  replayedAt: Date | null;
  status: DeliveryStatus;
  error: string | null;
  rawBody: Buffer;
}

const PAGE = 30;
/** Others' deliveries that are passed over at once: a page that has looked through so many ends, and says where. */
const LOOK_MAX = 2_000;

const columns = `id, request_id AS "requestId", received_at AS "receivedAt", replayed_at AS "replayedAt", status, error,
    raw_body AS "rawBody"`;
const namesOwnSql = (names: string) =>
  `EXISTS (SELECT 1 FROM unnest(${names}::bytea[]) AS name(bytes) WHERE position(name.bytes IN page.raw_body) > 0)`;

const pageStatement = {
  name: "own_deliveries",
  text: `
  WITH page AS MATERIALIZED (
    SELECT * FROM webhook_delivery_log
    WHERE ($2::timestamptz IS NULL OR (received_at, id) < ($2, $3::uuid)) AND ($4::text IS NULL OR status = $4)
    ORDER BY received_at DESC, id DESC LIMIT ${LOOK_MAX}
  )
  SELECT ${columns} FROM page WHERE ${namesOwnSql("$1")}
  ORDER BY received_at DESC, id DESC LIMIT ${PAGE + 1}`,
};

const lastStatement = {
  name: "own_deliveries_last",
  text: `
  SELECT id, received_at AS "receivedAt" FROM webhook_delivery_log
  WHERE ($1::timestamptz IS NULL OR (received_at, id) < ($1, $2::uuid)) AND ($3::text IS NULL OR status = $3)
  ORDER BY received_at DESC, id DESC OFFSET ${LOOK_MAX - 1} LIMIT 1`,
};

const countStatement = {
  name: "own_deliveries_waiting",
  text: `
  WITH page AS MATERIALIZED (
    SELECT * FROM webhook_delivery_log WHERE status IN ('parked', 'unrouted') ORDER BY received_at DESC LIMIT ${LOOK_MAX}
  )
  SELECT count(*) FILTER (WHERE status = 'parked')::int AS parked,
    count(*) FILTER (WHERE status = 'unrouted')::int AS unrouted
  FROM page WHERE ${namesOwnSql("$1")}`,
};

const oneStatement = {
  name: "own_delivery",
  text: `SELECT ${columns} FROM webhook_delivery_log WHERE id = $1`,
};

interface Asked {
  status: DeliveryStatus | null;
  /** Of the page before. */
  before: string | undefined;
}

interface DeliveryPage {
  deliveries: DeliverySummary[];
  before: string | null;
  counts: { parked: number; unrouted: number };
}

/** A page of the webhooks that name an organization's numbers or accounts, the newest first. @throws INVALID_INPUT. */
export async function listDeliveries(
  organizationId: string,
  { status, before }: Asked,
): Promise<DeliveryPage> {
  const names = await namesOf(organizationId);
  if (names.length === 0) return { deliveries: [], before: null, counts: { parked: 0, unrouted: 0 } };
  const from = readCursor(before);
  const [found, [last], [counts]] = await Promise.all([
    run<Row & Record<string, unknown>>(pageStatement, [names, from.at, from.id, status]),
    run<{ id: string; receivedAt: Date }>(lastStatement, [from.at, from.id, status]),
    run<{ parked: number; unrouted: number }>(countStatement, [names]),
  ]);
  const shown = found.slice(0, PAGE);
  const next = found.length > PAGE ? shown.at(-1) : last;
  return {
    deliveries: (await ownOf(organizationId, shown)).map(({ summary }) => summary),
    before: next ? `${next.receivedAt.toISOString()}_${next.id}` : null,
    counts: counts ?? { parked: 0, unrouted: 0 },
  };
}

/** One webhook, with what of it is an organization's. @throws NOT_FOUND, also where nothing is. */
export async function findDelivery(organizationId: string, id: string): Promise<OwnDelivery> {
  const [delivery] = await ownOf(
    organizationId,
    await run<Row & Record<string, unknown>>(oneStatement, [id]),
  );
  if (delivery) return delivery;
  throw new AppError("NOT_FOUND", `No delivery ${id}`, { publicMessage: "There is no such webhook here." });
}

/** As JSON has them, in their quotes: a number within a longer one, or within a text, is not looked for. */
async function namesOf(organizationId: string): Promise<Buffer[]> {
  const { phoneNumberIds, wabaIds } = await readOwnNumbers(organizationId);
  return [...phoneNumberIds, ...wabaIds].map((id) => Buffer.from(JSON.stringify(id)));
}

async function ownOf(organizationId: string, rows: Row[]): Promise<OwnDelivery[]> {
  // One of which a sender was erased is empty: it names nobody any more.
  const kept = rows.filter(({ rawBody }) => rawBody.length > 0);
  if (kept.length === 0) return [];
  const bodies = kept.map(({ rawBody }) => parseBody(rawBody));
  const entries = await ownEntries(organizationId, await readOwnNumbers(organizationId), bodies);
  return kept.flatMap(({ rawBody, ...row }, at) => {
    const own = entries[at];
    if (!own) return [];
    const parsed = parseWebhook(own.json);
    const summary: DeliverySummary = {
      ...row,
      bytes: rawBody.length,
      messages: parsed.messages.length,
      receipts: parsed.receipts.length,
      events: parsed.accountEvents.length + parsed.edits.length + parsed.preferences.length,
      malformed: parsed.malformed.length,
    };
    return [{ summary, own, parsed }];
  });
}

function readCursor(before: string | undefined): { at: Date | null; id: string | null } {
  if (before === undefined) return { at: null, id: null };
  const [time = "", id = ""] = before.split("_");
  const at = new Date(time);
  if (!Number.isNaN(at.getTime()) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    return { at, id };
  const publicMessage = "before is none of this list's.";
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
