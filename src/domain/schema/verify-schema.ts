// Whether the live database is the one this code was written for: every migration of this release applied, unchanged
// and whole, every table and column of the Prisma schema there, and the unique indexes that the queue relies on valid.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "@/infra/database/statement";
import { promisedColumns } from "./promised-columns";

export interface SchemaFinding {
  kind:
    | "migration_pending"
    | "migration_failed"
    | "migration_edited"
    | "migration_unknown"
    | "column_missing"
    | "guard_missing";
  /** The migration, `table.column` or index it is about. */
  subject: string;
  /** The command that mends it. */
  mend: string;
}

const DEPLOY = "npx prisma migrate deploy";

/** Unique indexes that make "never twice" true even where the code is wrong. */
const guards = [
  "OutboundJob_idempotencyKey_key",
  "OutboundJob_one_per_inbound_message",
  "OutboundJob_retryOfId_key",
  "OutboundJob_one_active_per_conversation",
  "OutboundMessageLog_idempotencyKey_key",
  "OutboundMessageLog_one_live_call",
  "Message_providerMessageId_conversationId_key",
  "Conversation_integrationId_contactId_key",
  "Contact_organizationId_address_key",
  "ReceiptEvent_providerMessageId_status_integrationId_key",
  "processed_webhook_events_pkey",
];

const catalogue = {
  name: "schema_catalogue",
  text: `
  SELECT
    (SELECT coalesce(json_agg(c.relname || '.' || a.attname), '[]') FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = current_schema()::text::regnamespace AND c.relkind IN ('r', 'p')) AS columns,
    (SELECT coalesce(json_agg(c.relname), '[]') FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
      WHERE c.relnamespace = current_schema()::text::regnamespace AND i.indisunique AND i.indisvalid) AS "uniqueIndexes",
    to_regclass('_prisma_migrations') IS NOT NULL AS "hasMigrations"`,
};

const applied = {
  name: "schema_migrations",
  text: `
  SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isFinished"
  FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
};

interface AppliedMigration {
  name: string;
  checksum: string;
  isFinished: boolean;
}

/** @returns what does not hold; nothing when the schema is the right one. @throws when the database is away. */
export async function verifySchema(migrationsFolder = "prisma/migrations"): Promise<SchemaFinding[]> {
  const [live] = await run<{ columns: string[]; uniqueIndexes: string[]; hasMigrations: boolean }>(catalogue);
  const columns = new Set(live?.columns);
  const indexes = new Set(live?.uniqueIndexes);
  const migrations = live?.hasMigrations ? await run<AppliedMigration>(applied) : [];
  return [
    ...compareMigrations(await migrationsOfRelease(migrationsFolder), migrations),
    ...promisedColumns()
      .filter((column) => !columns.has(column))
      .map((subject): SchemaFinding => ({ kind: "column_missing", subject, mend: DEPLOY })),
    ...guards
      .filter((guard) => !indexes.has(guard))
      .map((subject): SchemaFinding => ({ kind: "guard_missing", subject, mend: DEPLOY })),
  ];
}

function compareMigrations(released: Map<string, string>, done: AppliedMigration[]): SchemaFinding[] {
  const known = new Set(done.map(({ name }) => name));
  const pending = [...released.keys()].filter((name) => !known.has(name));
  return [
    ...pending.map((subject): SchemaFinding => ({ kind: "migration_pending", subject, mend: DEPLOY })),
    ...done.flatMap(({ name: subject, checksum, isFinished }): SchemaFinding[] => {
      if (!isFinished) {
        const mend = `npx prisma migrate resolve --rolled-back ${subject} && ${DEPLOY}`;
        return [{ kind: "migration_failed", subject, mend }];
      }
      const expected = released.get(subject);
      if (expected === undefined)
        return [{ kind: "migration_unknown", subject, mend: "Deploy the release that has it" }];
      return expected === checksum
        ? []
        : [{ kind: "migration_edited", subject, mend: "Restore the file as it was applied" }];
    }),
  ];
}

/** Name to SHA-256 of the file, which is what Prisma keeps as the checksum. */
async function migrationsOfRelease(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(join(/* turbopackIgnore: true */ process.cwd(), folder), {
    withFileTypes: true,
  });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const checksums = names.toSorted().map(async (name): Promise<[string, string]> => {
    const sql = await readFile(
      join(/* turbopackIgnore: true */ process.cwd(), folder, name, "migration.sql"),
    );
    return [name, createHash("sha256").update(sql).digest("hex")];
  });
  return new Map(await Promise.all(checksums));
}
