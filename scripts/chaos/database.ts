import pg from "pg";
import type { JobSeen, SendSeen } from "./history";
import type { Random } from "./random";

export interface QueueCounts {
  jobs: number;
  done: number;
  waiting: number;
  uncertain: number;
}

const APPLICATION_NAME = "chaos";

const countsSql = `
  SELECT count(*)::int AS jobs,
    count(*) FILTER (WHERE status = 'done')::int AS done,
    count(*) FILTER (WHERE status IN ('queued', 'running'))::int AS waiting,
    count(*) FILTER (WHERE status = 'uncertain' AND "heldAt" IS NULL)::int AS uncertain
  FROM "OutboundJob"`;

const jobsSql = `
  SELECT id::int, "inboundProviderMessageId" AS wamid, "conversationId"::int, "inboundMessageId"::int AS "messageId",
    status::text, "errorCode", "coalescedIntoId"::int, "heldAt" IS NOT NULL AS "isHeld",
    coalesce(jsonb_array_length(reply -> 'parts'), 0) AS parts, resends,
    reply IS NOT NULL AND reply ->> 'provider' IS NULL AS "isFallback"
  FROM "OutboundJob" ORDER BY id`;

const sendsSql = `
  SELECT l.id AS "ledgerId", l."jobId"::int, l.part, l.status::text, l."settledBy",
    l."unknownAt" IS NOT NULL AS "wasUnknown",
    (SELECT extract(epoch FROM min(r."receivedAt"))::float * 1000 FROM "ReceiptEvent" r
      WHERE r."providerMessageId" = l."providerMessageId") AS "receiptAt"
  FROM "OutboundMessageLog" l ORDER BY l."startedAt", l.id`;

const doubtfulSql = `
  SELECT DISTINCT p.phone FROM "OutboundJob" j JOIN "Conversation" c ON c.id = j."conversationId"
  JOIN "Contact" p ON p.id = c."contactId"
  WHERE j.status = 'uncertain' OR (j.status IN ('queued', 'running') AND j.resends > 0)`;

const backendsSql = `
  SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND backend_type = 'client backend' AND application_name <> $1`;

/** The chaos's own view of the database. Every method throws while the database is away. */
export class Database {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: APPLICATION_NAME,
      max: 2,
      connectionTimeoutMillis: 2_000,
      query_timeout: 30_000,
    });
    // Connections that a restart cuts while they are idle; the next query makes a new one.
    this.#pool.on("error", () => undefined);
  }

  async counts(): Promise<QueueCounts> {
    const [counts] = await this.rows<QueueCounts>(countsSql);
    return counts ?? { jobs: 0, done: 0, waiting: 0, uncertain: 0 };
  }

  jobs(): Promise<JobSeen[]> {
    return this.rows<JobSeen>(jobsSql);
  }

  sends(): Promise<SendSeen[]> {
    return this.rows<SendSeen>(sendsSql);
  }

  /** Customers with a send whose outcome is unknown, or that is being sent again for that. */
  async customersInDoubt(): Promise<string[]> {
    return (await this.rows<{ phone: string }>(doubtfulSql)).map(({ phone }) => phone);
  }

  /** Cuts that many connections of the product, chosen at random, whatever they are doing. @returns how many it cut. */
  async terminateBackends(count: number, random: Random): Promise<number> {
    const backends = await this.rows<{ pid: number }>(backendsSql, [APPLICATION_NAME]);
    const pids = random.shuffled(backends.map(({ pid }) => pid)).slice(0, count);
    const cut = await this.rows("SELECT 1 FROM unnest($1::int[]) AS b(pid) WHERE pg_terminate_backend(pid)", [
      pids,
    ]);
    return cut.length;
  }

  async rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query(sql, values)).rows;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
