// Whether the schema can be spread over servers by organization (docs/SCALING.md): there a unique key has to hold the
// organization, or be of something that belongs to one. A new table or key fails here until somebody has said where it belongs.

import { describe, expect, it } from "vitest";
import { ownDatabase, rows } from "../../support/own-database";

ownDatabase();

/** Tables without an organization of their own, and where they would be. */
const placed: Record<string, string> = {
  Organization: "the shard's own row",
  Session: "of a person who signs in: on the server that finds the organization",
  Account: "of a person who signs in: on the server that finds the organization",
  Verification: "of a person who signs in: on the server that finds the organization",
  ConversationLabel: "by its conversation",
  Template: "by its integration",
  IntegrationTemplate: "by its integration",
  SendRate: "by its integration",
  MediaRemoval: "by the storage key; no row points to it",
  CronRun: "one row for each cron of a server",
  AlertState: "one row for each alert of a server",
  rate_limit: "counts of one server",
  processed_webhook_events: "by its key, before the organization is known",
  webhook_delivery_log: "by its id, before the organization is known",
  _prisma_migrations: "of each server",
};

/** Its organization is not known where nobody here owns the account that Meta names. */
const mayBeUnknown = ["AccountEvent"];

/** Unique keys without the organization, and what in them belongs to one: the organization can be added without changing what they forbid. */
const determined: Record<string, string> = {
  Integration_phoneNumberId_key: "the router: finds the organization of a webhook, so it is on every server",
  User_email_key: "the router: finds the organization of a person, so it is on every server",
  AccountEvent_dedupeKey_key: "names the account",
  ContactMerge_one_pending: "a contact",
  Conversation_integrationId_contactId_key: "an integration",
  Message_providerMessageId_conversationId_key: "a conversation",
  OutboundJob_idempotencyKey_key: "names a row of the organization",
  OutboundJob_retryOfId_key: "a job",
  OutboundJob_one_active_per_conversation: "a conversation",
  OutboundJob_one_per_inbound_message: "a message",
  OutboundMessageLog_idempotencyKey_key: "names a job",
  OutboundMessageLog_one_live_call: "a job",
  ReceiptEvent_providerMessageId_status_integrationId_key: "an integration",
  KnowledgePassage_documentId_position_key: "a document",
  AiTurn_one_thinking: "a job",
  FollowUp_dedupeKey_key: "names a conversation",
  FollowUp_jobId_key: "a job",
  Change_one_epoch: "one row for each server",
  Change_pkey: "the number of a transaction, which is a server's own",
};

interface Table extends Record<string, unknown> {
  name: string;
  /** null: it has no organization. */
  isRequired: boolean | null;
}

interface Key extends Record<string, unknown> {
  table: string;
  index: string;
  columns: string[];
}

const readTables = () =>
  rows<Table>(`
    SELECT c.relname AS name, o.attnotnull AS "isRequired" FROM pg_class c
    LEFT JOIN pg_attribute o ON o.attrelid = c.oid AND o.attname = 'organizationId'
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace ORDER BY 1`);

const readKeys = () =>
  rows<Key>(`
    SELECT c.relname AS table, i.relname AS index, array(
      SELECT a.attname::text FROM unnest(x.indkey) k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k) AS columns
    FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indisunique AND c.relnamespace = current_schema()::regnamespace ORDER BY 2`);

describe("the schema can be spread by organization", () => {
  it("every table has its organization, or a place without one", async () => {
    const without = (await readTables()).filter(({ isRequired }) => isRequired !== true);
    const names = without.map(({ name }) => name).filter((name) => !mayBeUnknown.includes(name));
    expect(names.toSorted()).toEqual(Object.keys(placed).toSorted());
  });

  it("every unique key holds the organization, an id of ours, or something that belongs to one organization", async () => {
    const spread = (await readTables()).filter(({ name }) => !(name in placed)).map(({ name }) => name);
    const others = (await readKeys()).filter(
      ({ table, columns }) =>
        spread.includes(table) && !columns.includes("organizationId") && columns.join() !== "id",
    );
    expect(others.map(({ index }) => index).toSorted()).toEqual(Object.keys(determined).toSorted());
  });
});
