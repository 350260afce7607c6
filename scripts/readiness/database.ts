// The database and what stands in it.

import { startBudget, verifyForeignKeys } from "@/domain/schema";
import { run } from "@/infra/database/statement";
import { checkSchema } from "../db/check-schema";
import type { Check } from "../local/check-report";
import { fail, pass, type ReadinessCheck, type Setup, warn } from "./setup";

const FINDINGS_MAX = 5;
const OLDEST_SUPPORTED = 15;
const seedCommand = "npm run db:seed";

/** Without DATABASE_URL the product's own connections would go wherever libpq's variables point. */
export function needsDatabase(name: string, check: ReadinessCheck): ReadinessCheck {
  return (setup) =>
    setup.env.DATABASE_URL ? check(setup) : { name, status: "unknown", detail: "DATABASE_URL is not set" };
}

export const checkDatabase: ReadinessCheck = async () => {
  const name = "database";
  const startedAt = performance.now();
  const [row] = await run<{ version: number; isReadOnly: boolean }>({
    name: "readiness_server",
    text: `SELECT current_setting('server_version_num')::int / 10000 AS version,
      pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool AS "isReadOnly"`,
  });
  if (!row || row.version < OLDEST_SUPPORTED)
    return fail(name, `PostgreSQL ${row?.version}`, `PostgreSQL ${OLDEST_SUPPORTED} or later is needed.`);
  if (row.isReadOnly)
    return fail(name, "it takes no writes", "DATABASE_URL leads to a replica: take the primary.");
  return pass(name, `PostgreSQL ${row.version}, answers in ${Math.round(performance.now() - startedAt)} ms`);
};

export const checkSchemaHolds: ReadinessCheck = async ({ variables }) => {
  const name = "schema";
  const { DATABASE_URL: databaseUrl, DIRECT_URL: directUrl } = variables;
  const { exitCode, findings, problem } = await checkSchema({ databaseUrl, directUrl });
  const mend = "npm run verify:schema says what to type";
  if (problem) return { name, status: "unknown", detail: problem.message, mend: problem.mend };
  const wrong = findings.filter(({ severity }) => severity !== "note").map(({ id }) => id);
  if (exitCode !== 0) return fail(name, shorten(wrong), mend);
  if (wrong.length > 0) return warn(name, shorten(wrong), mend);
  return pass(name, "the database is the one this release was written for");
};

export const checkForeignKeys: ReadinessCheck = async ({ fksSeconds }): Promise<Check> => {
  const name = "foreign keys";
  const report = await verifyForeignKeys({ budget: startBudget(fksSeconds), sample: 1 });
  const mend = "npm run verify:fks -- --timeout 600";
  if (report.status === "holds")
    return pass(name, `${report.relations.length} relations, no row points nowhere`);
  if (report.status === "does not hold")
    return fail(name, shorten(report.findings.map(({ id }) => id)), mend);
  const detail = `not checked within ${fksSeconds} s: ${shorten(report.notChecked.map(({ relation }) => relation))}`;
  return { name, status: "unknown", detail, mend };
};

function shorten(lines: string[]): string {
  const more = lines.length - FINDINGS_MAX;
  return [...lines.slice(0, FINDINGS_MAX), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

interface SeededCounts extends Record<string, unknown> {
  organizations: number;
  admins: number;
  integrations: number;
}

/** The rows without which everybody would be refused, and nobody answered. */
export const checkSeededRows: ReadinessCheck = async ({ env }: Setup) => {
  const token = env.WHATSAPP_ACCESS_TOKEN ? (env.WHATSAPP_PHONE_NUMBER_ID ?? null) : null;
  const [row] = await run<SeededCounts>(
    {
      name: "readiness_rows",
      text: `SELECT (SELECT count(*)::int FROM "Organization") AS organizations,
        (SELECT count(*)::int FROM "User" WHERE role = 'ADMIN' AND "disabledAt" IS NULL) AS admins,
        (SELECT count(*)::int FROM "Integration"
          WHERE status = 'ACTIVE' AND ("accessTokenEncrypted" IS NOT NULL OR "phoneNumberId" = $1)) AS integrations`,
    },
    [token],
  );
  const { organizations = 0, admins = 0, integrations = 0 } = row ?? {};
  const connect =
    "Set WHATSAPP_ACCESS_TOKEN and WHATSAPP_PHONE_NUMBER_ID and seed, or npm run integrations -- add <id>";
  return [
    organizations > 0
      ? pass("organization", `${organizations}`)
      : fail("organization", "there is none", seedCommand),
    admins > 0 ? pass("admin", `${admins}`) : fail("admin", "nobody may administer", seedCommand),
    integrations > 0
      ? pass("integration", `${integrations} active with an access token`)
      : fail("integration", "no active number has an access token", connect),
  ];
};

/** What makes a second row, and so a second message, impossible. By columns: the names may be others. */
const uniques: [table: string, columns: string][] = [
  ["OutboundMessageLog", "idempotencyKey"],
  ["OutboundJob", "idempotencyKey"],
  ["OutboundJob", "conversationId"],
  ["OutboundJob", "inboundMessageId"],
  ["Message", "providerMessageId,conversationId"],
  ["ReceiptEvent", "providerMessageId,status,integrationId"],
  ["processed_webhook_events", "key"],
];

export const checkIdempotency: ReadinessCheck = async () => {
  const name = "idempotency";
  const rows = await run<{ key: string }>({
    name: "readiness_uniques",
    text: `SELECT t.relname || ' (' || string_agg(a.attname, ',' ORDER BY k.position) || ')' AS key
      FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
      WHERE i.indisunique AND i.indisvalid AND i.indislive AND t.relnamespace = current_schema()::regnamespace
      GROUP BY i.indexrelid, t.relname`,
  });
  const there = new Set(rows.map(({ key }) => key));
  const missing = uniques.map(([table, columns]) => `${table} (${columns})`).filter((key) => !there.has(key));
  if (missing.length === 0) return pass(name, `${uniques.length} unique indexes`);
  return fail(name, `not unique: ${missing.join("\n")}`, "npm run verify:schema says what to type");
};
