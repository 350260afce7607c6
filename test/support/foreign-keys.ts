// A database with rows in every relation, and what tests of verify-fks do to it.

import { readFileSync } from "node:fs";
import { startBudget, verifyForeignKeys } from "@/domain/schema";
import { expectedRelations } from "@/domain/schema/foreign-keys/expected-relations";
import { type PromisedKey, type Relation, targetOf } from "@/domain/schema/foreign-keys/relation";
import { pool } from "@/infra/database/pool";
import { rows } from "./own-database";

const SECONDS = 60;

/** Of the schema file, not of the generated client: it can be read before there is a database. */
export const relations = expectedRelations(readFileSync("prisma/schema.prisma", "utf8"));
export const keyRelations = relations.filter((relation): relation is Relation & { key: PromisedKey } =>
  Boolean(relation.key),
);

export function verify(options: Partial<Parameters<typeof verifyForeignKeys>[0]> = {}) {
  return verifyForeignKeys({ budget: startBudget(SECONDS), sample: 3, ...options });
}

/** Ids of what is found, without notes. */
export async function findings(only?: string): Promise<string[]> {
  const report = await verify({ only });
  if (report.notChecked.length > 0) throw new Error(JSON.stringify(report.notChecked));
  return report.findings.filter(({ severity }) => severity !== "note").map(({ id }) => id);
}

/** Runs suggested statements one by one, as an operator would. */
export async function apply(mend: string[]): Promise<void> {
  for (const statement of mend) if (!statement.startsWith("--")) await rows(statement);
}

/**
 * Runs statements in a transaction in which no foreign key looks: as replication or a careless restore would.
 * @returns how many rows they have changed.
 */
export async function withoutForeignKeys(...statements: string[]): Promise<number> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN; SET LOCAL session_replication_role = replica");
    let changed = 0;
    for (const statement of statements) changed += (await client.query(statement)).rowCount ?? 0;
    await client.query("COMMIT");
    return changed;
  } finally {
    client.release();
  }
}

/** Values that exist nowhere, by the type of the target. */
const strangers: Record<string, (row: string) => string> = {
  text: (row) => `'gone-' || ${row}`,
  bigint: (row) => `900000 + ${row}`,
  uuid: (row) => `('00000000-0000-4000-8000-' || lpad(${row}::text, 12, '9'))::uuid`,
};

export function relationNamed(name: string): Relation {
  const relation = relations.find((each) => each.name === name);
  if (!relation) throw new Error(`No relation ${name}`);
  return relation;
}

/** Lets every row of a relation that points somewhere point nowhere. @returns how many. */
export function orphan(relation: Relation): Promise<number> {
  const stranger = strangers[relation.targetTypes[0] ?? ""]?.("n.row");
  if (!stranger) throw new Error(`No stranger for ${targetOf(relation)}`);
  const [table, column] = [`"${relation.table}"`, `"${relation.columns[0]}"`];
  const value = relation.isList ? `${column} || (${stranger})` : stranger;
  const points = relation.isList ? `cardinality(c.${column}) > 0` : `c.${column} IS NOT NULL`;
  return withoutForeignKeys(`UPDATE ${table} c SET ${column} = ${value}
    FROM (SELECT ctid, row_number() OVER (ORDER BY ctid) AS row FROM ${table}) n
    WHERE n.ctid = c.ctid AND ${points}`);
}

/** Two rows that point somewhere in every relation. */
export async function fillEveryTable(): Promise<void> {
  const tables = new Set(relations.flatMap(({ table, targetTable }) => [table, targetTable]));
  await withoutForeignKeys(...[...tables].map((table) => `DELETE FROM "${table}"`));
  await pool().query(filling);
}

const ledger = (n: string) => `('00000000-0000-4000-8000-' || lpad(${n}::text, 12, '0'))::uuid`;

const filling = `
  INSERT INTO "Organization" (id, name, slug) SELECT 'org-' || n, 'Shop', 'org-' || n FROM generate_series(1, 2) n;
  INSERT INTO "User" (id, "organizationId", email, name) SELECT 'user-' || n, 'org-' || n, n || '@shop.example', 'Ana'
    FROM generate_series(1, 2) n;
  INSERT INTO "Session" (id, "userId", token, "expiresAt") SELECT 'session-' || n, 'user-' || n, 'token-' || n, now()
    FROM generate_series(1, 2) n;
  INSERT INTO "Account" (id, "userId", "accountId", "providerId") SELECT 'account-' || n, 'user-' || n, 'user-' || n, 'credential'
    FROM generate_series(1, 2) n;
  INSERT INTO "Label" (id, "organizationId", name) SELECT n, 'org-' || n, 'urgent' FROM generate_series(1, 2) n;
  INSERT INTO "CannedReply" ("organizationId", shortcut, body) SELECT 'org-' || n, 'hi', 'Hello' FROM generate_series(1, 2) n;
  INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId")
    SELECT 'number-' || n, 'org-' || n, 'WhatsApp', n FROM generate_series(1, 2) n;
  INSERT INTO "SendRate" ("integrationId", "fullAt", granted) SELECT 'number-' || n, now(), 0 FROM generate_series(1, 2) n;
  INSERT INTO "Template" (id, "integrationId", name, language, category, status)
    SELECT 'template-' || n, 'number-' || n, 'hello', 'en', 'UTILITY', 'APPROVED' FROM generate_series(1, 2) n;
  INSERT INTO "IntegrationTemplate" ("integrationId", purpose, name, language)
    SELECT 'number-' || n, 'reply', 'hello', 'en' FROM generate_series(1, 2) n;
  INSERT INTO "AccountEvent" ("organizationId", "integrationId", field, severity, payload, "dedupeKey")
    SELECT 'org-' || n, 'number-' || n, 'account_update', 'info', '{}', 'event-' || n FROM generate_series(1, 2) n;
  INSERT INTO "KnowledgeDocument" (id, "organizationId", title, content)
    SELECT 'document-' || n, 'org-' || n, 'Prices', 'None' FROM generate_series(1, 2) n;
  INSERT INTO "KnowledgePassage" ("organizationId", "documentId", position, text, search)
    SELECT 'org-' || n, 'document-' || n, 0, 'None', '' FROM generate_series(1, 2) n;
  INSERT INTO "Persona" ("organizationId", version, content, author)
    SELECT 'org-' || n, 1, '{}', 'test' FROM generate_series(1, 2) n;
  INSERT INTO "AiSpending" ("organizationId", day) SELECT 'org-' || n, current_date FROM generate_series(1, 2) n;
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT 'org-' || n, 'operator', 'take-over', 'Conversation', n FROM generate_series(1, 2) n;
  INSERT INTO "Contact" (id, "organizationId", address, phone) SELECT n, 'org-' || n, n, n FROM generate_series(1, 2) n;
  INSERT INTO "Contact" (id, "organizationId", address, "userId", "mergedIntoId") SELECT n + 2, 'org-' || n, n + 2, n + 2, n
    FROM generate_series(1, 2) n;
  INSERT INTO "ContactMerge" ("organizationId", "survivorId", "absorbedId", reason, actor)
    SELECT 'org-' || n, n, n + 2, 'webhook', 'webhook' FROM generate_series(1, 2) n;
  INSERT INTO "ErasedContact" ("organizationId", "senderHash") SELECT 'org-' || n, 'hash' FROM generate_series(1, 2) n;
  INSERT INTO "ContactAlias" ("organizationId", alias, "contactId") SELECT 'org-' || n, 'BR.' || n, n
    FROM generate_series(1, 2) n;
  INSERT INTO "Lead" (id, "organizationId", "contactId") SELECT n, 'org-' || n, n FROM generate_series(1, 2) n;
  INSERT INTO "Conversation" (id, "organizationId", "integrationId", "contactId", "leadId", "handoverJobId", "assigneeId")
    SELECT n, 'org-' || n, 'number-' || n, n, n, n, 'user-' || n FROM generate_series(1, 2) n;
  INSERT INTO "ConversationLabel" ("conversationId", "labelId") SELECT n, n FROM generate_series(1, 2) n;
  INSERT INTO "ConversationNote" ("organizationId", "conversationId", "authorId", body)
    SELECT 'org-' || n, n, 'user-' || n, 'Calls back' FROM generate_series(1, 2) n;
  INSERT INTO "Message" (id, "organizationId", "conversationId", direction, type, status)
    SELECT n, 'org-' || n, n, 'INBOUND', 'text', 'RECEIVED' FROM generate_series(1, 2) n;
  INSERT INTO "MediaAsset" (id, "organizationId", "messageId", "mimeType")
    SELECT 'media-' || n, 'org-' || n, n, 'image/png' FROM generate_series(1, 2) n;
  INSERT INTO "OutboundJob" (id, "organizationId", "conversationId", "inboundMessageId", "idempotencyKey", "requestId",
      status, "completedAt", "answeredJobIds")
    SELECT n, 'org-' || n, n, n, 'job-' || n, 'request', 'done', now(), ARRAY[n + 2] FROM generate_series(1, 2) n;
  INSERT INTO "OutboundJob" (id, "organizationId", "conversationId", "idempotencyKey", "requestId", status, "completedAt",
      "coalescedIntoId", "retryOfId")
    SELECT n + 2, 'org-' || n, n, 'job-' || n + 2, 'request', 'done', now(), n, n FROM generate_series(1, 2) n;
  INSERT INTO "OutboundMessageLog" (id, "organizationId", "integrationId", "jobId", "messageId", "idempotencyKey", status)
    SELECT ${ledger("n")}, 'org-' || n, 'number-' || n, n, n, 'send-' || n, 'unknown' FROM generate_series(1, 2) n;
  INSERT INTO "ReceiptEvent" ("organizationId", "integrationId", "providerMessageId", status, "occurredAt", "opaqueId")
    SELECT 'org-' || n, 'number-' || n, 'wamid.' || n, 'delivered', now(), ${ledger("n")} FROM generate_series(1, 2) n;
  INSERT INTO "Notification" ("organizationId", "userId", "conversationId", kind, title, "dedupeKey")
    SELECT 'org-' || n, 'user-' || n, n, 'handover', 'A customer waits', 'key-' || n FROM generate_series(1, 2) n;
  INSERT INTO "AiTurn" (id, "organizationId", "conversationId", "jobId", "seenCount", "promptVersion", "promptHash", inputs)
    SELECT ${ledger("n")}, 'org-' || n, n, n, 1, '1', 'hash', '{}' FROM generate_series(1, 2) n;
  INSERT INTO "FollowUp" ("organizationId", "conversationId", note, "dueAt", "seenCount", "dedupeKey", "jobId")
    SELECT 'org-' || n, n, 'the order', now(), 1, 'follow-up-' || n, n FROM generate_series(1, 2) n;
  INSERT INTO "AiUsage" ("organizationId", "jobId", "turnId", "contactId", provider, model, "elapsedMs")
    SELECT 'org-' || n, n, ${ledger("n")}, n, 'deepseek', 'deepseek-chat', 10 FROM generate_series(1, 2) n`;
