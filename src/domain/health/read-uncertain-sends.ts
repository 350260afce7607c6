import { run } from "@/infra/database/statement";

export interface UncertainSends {
  /** Sends whose outcome was unknown at some time. */
  unknown: number;
  /** Of those, still unknown. */
  open: number;
  /** Of those, settled by what. */
  answer: number;
  receipt: number;
  operator: number;
  /** Seconds from unknown to settled; 0 when none is settled. */
  settleSecondsP50: number;
  settleSecondsP99: number;
}

const statement = {
  name: "uncertain_sends",
  text: `
  SELECT count(*)::int AS unknown, count(*) FILTER (WHERE status = 'unknown')::int AS open,
    count(*) FILTER (WHERE "settledBy" = 'answer')::int AS answer,
    count(*) FILTER (WHERE "settledBy" = 'receipt')::int AS receipt,
    count(*) FILTER (WHERE "settledBy" = 'operator')::int AS operator,
    coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds), 0)::float AS "settleSecondsP50",
    coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY seconds), 0)::float AS "settleSecondsP99"
  FROM (
    SELECT status, "settledBy", extract(epoch FROM "settledAt" - "unknownAt") AS seconds
    FROM "OutboundMessageLog" WHERE "unknownAt" > now() - interval '1 day'
  ) unknown`,
};

/** How often the outcome of a send was not known in the last 24 hours, and what became of it. */
export async function readUncertainSends(): Promise<UncertainSends> {
  const [row] = await run<UncertainSends & Record<string, unknown>>(statement);
  return row as UncertainSends;
}
