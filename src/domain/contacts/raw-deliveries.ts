// Raw webhooks in which somebody is named. There is no index for it: all of them are read, page by page.

import { run } from "@/infra/database/statement";

const PAGE = 500;

/** What is parked or waits for its number is still to be taken in: it holds what others wrote as well. */
const isDone = `status IN ('ingested', 'unrecognised')`;
const mentions = `EXISTS (SELECT 1 FROM unnest($2::bytea[]) AS name(bytes) WHERE position(name.bytes IN page.raw_body) > 0)`;
const page = `page AS MATERIALIZED (
    SELECT id, status, raw_body FROM webhook_delivery_log WHERE id > $1 ORDER BY id LIMIT ${PAGE}
  )`;
const result = `(SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last`;

const countStatement = {
  name: "count_mentions",
  text: `
  WITH ${page}
  SELECT ${result}, (SELECT count(*)::int FROM page WHERE ${isDone} AND ${mentions}) AS done,
    (SELECT count(*)::int FROM page WHERE NOT ${isDone} AND ${mentions}) AS waiting`,
};

const emptyStatement = {
  name: "empty_mentions",
  text: `
  WITH ${page},
  emptied AS (
    UPDATE webhook_delivery_log d SET raw_body = '', error = 'Emptied: a sender was erased'
    FROM page WHERE d.id = page.id AND d.${isDone} AND ${mentions}
    RETURNING d.id
  )
  SELECT ${result}, (SELECT count(*)::int FROM emptied) AS done,
    (SELECT count(*)::int FROM page WHERE NOT ${isDone} AND ${mentions}) AS waiting`,
};

export interface Mentions {
  /** Everything in them is stored elsewhere; the bytes are only kept for a while. */
  done: number;
  waiting: number;
}

export function countMentions(names: string[]): Promise<Mentions> {
  return walk(countStatement, names);
}

/** Empties those that are done with; the rows stay, for they are also about others. */
export function emptyMentions(names: string[]): Promise<Mentions> {
  return walk(emptyStatement, names);
}

type Page = Mentions & { last: string | null };

async function walk(statement: { name: string; text: string }, names: string[]): Promise<Mentions> {
  const total: Mentions = { done: 0, waiting: 0 };
  const bytes = names.map((name) => Buffer.from(name));
  for (let last: string | null = "00000000-0000-0000-0000-000000000000"; last !== null; ) {
    const [found]: Page[] = await run<Page>(statement, [last, bytes]);
    total.done += found?.done ?? 0;
    total.waiting += found?.waiting ?? 0;
    last = found?.last ?? null;
  }
  return total;
}
