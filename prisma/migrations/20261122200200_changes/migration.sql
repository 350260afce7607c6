-- What has changed since a moment: the inbox is told of it within a second, by one query of a process however many people look
-- (src/domain/live). Written by triggers, because the queue, the webhooks, the cron and people all change what the inbox shows,
-- in statements of their own. A row costs no WAL and is kept for ten minutes. After a crash the table is empty, and everybody
-- reads anew.

-- CreateTable
CREATE UNLOGGED TABLE "Change" (
    "id" BIGSERIAL NOT NULL,
    "transactionId" BIGINT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "conversationId" BIGINT,
    "topic" TEXT NOT NULL,
    "rowId" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Change_pkey" PRIMARY KEY ("transactionId","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Change_one_epoch" ON "Change"("topic") WHERE topic = 'epoch';

-- Statement-level, with one INSERT each. What a person would not see is no change: leases, buckets, counters. The semicolons
-- of the functions are written as \x3b: Prisma's engine over an adapter cuts a migration at every other one.

CREATE FUNCTION "note_message"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, n."organizationId", n."conversationId", ''message'', n.id FROM changed n\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_message_insert" AFTER INSERT ON "Message"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_message"();
CREATE TRIGGER "note_message_update" AFTER UPDATE ON "Message"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_message"();

CREATE FUNCTION "note_conversation"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, n."organizationId", n.id, ''conversation'', NULL
  FROM changed n JOIN before o ON o.id = n.id
  WHERE (n.status, n.mode, n."assigneeId", n."snoozedUntil", n."readAt", n."deletedAt", n."handoverReason", n."handoverSummary",
      n."personActiveAt", n."leadId", n."contactId")
    IS DISTINCT FROM (o.status, o.mode, o."assigneeId", o."snoozedUntil", o."readAt", o."deletedAt", o."handoverReason",
      o."handoverSummary", o."personActiveAt", o."leadId", o."contactId")\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_conversation_update" AFTER UPDATE ON "Conversation"
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_conversation"();

CREATE FUNCTION "note_conversation_gone"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, n."organizationId", n.id, ''conversation'', NULL FROM changed n\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_conversation_gone_delete" AFTER DELETE ON "Conversation"
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_conversation_gone"();

CREATE FUNCTION "note_contact"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, c."organizationId", c.id, ''conversation'', NULL
  FROM changed n JOIN before o ON o.id = n.id JOIN "Conversation" c ON c."contactId" = n.id
  WHERE (n.name, n."profileName", n.username, n.phone, n."optedOutAt", n."marketingOptedOutAt")
    IS DISTINCT FROM (o.name, o."profileName", o.username, o.phone, o."optedOutAt", o."marketingOptedOutAt")\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_contact_update" AFTER UPDATE ON "Contact"
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_contact"();

CREATE FUNCTION "note_lead"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, c."organizationId", c.id, ''conversation'', NULL
  FROM changed n JOIN "Conversation" c ON c."leadId" = n.id\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_lead_update" AFTER UPDATE ON "Lead"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_lead"();

CREATE FUNCTION "note_conversation_label"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT DISTINCT (pg_current_xact_id()::text)::bigint, c."organizationId", c.id, ''conversation'', NULL::bigint
  FROM changed n JOIN "Conversation" c ON c.id = n."conversationId"\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_conversation_label_insert" AFTER INSERT ON "ConversationLabel"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_conversation_label"();
CREATE TRIGGER "note_conversation_label_delete" AFTER DELETE ON "ConversationLabel"
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_conversation_label"();

CREATE FUNCTION "note_label"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT DISTINCT (pg_current_xact_id()::text)::bigint, n."organizationId", NULL::bigint, ''labels'', NULL::bigint FROM changed n\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_label_insert" AFTER INSERT ON "Label"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_label"();
CREATE TRIGGER "note_label_update" AFTER UPDATE ON "Label"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_label"();
CREATE TRIGGER "note_label_delete" AFTER DELETE ON "Label"
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_label"();

CREATE FUNCTION "note_note"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, n."organizationId", n."conversationId", ''note'', n.id FROM changed n\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_note_insert" AFTER INSERT ON "ConversationNote"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_note"();
CREATE TRIGGER "note_note_update" AFTER UPDATE ON "ConversationNote"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_note"();

CREATE FUNCTION "note_event"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, n."organizationId", n."entityId"::bigint, ''event'', n.id FROM changed n
  WHERE n.entity = ''Conversation'' AND n."entityId" ~ ''^[0-9]+$'' \x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_event_insert" AFTER INSERT ON "AuditEvent"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_event"();

CREATE FUNCTION "note_notification"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, n."organizationId", n."conversationId",
    CASE WHEN n.kind = ''HANDOVER'' THEN ''handover'' ELSE ''notifications'' END, n.id FROM changed n\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_notification_insert" AFTER INSERT ON "Notification"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_notification"();

CREATE FUNCTION "note_notification_change"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT DISTINCT (pg_current_xact_id()::text)::bigint, n."organizationId", NULL::bigint, ''notifications'', NULL::bigint FROM changed n\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_notification_change_update" AFTER UPDATE ON "Notification"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_notification_change"();

CREATE FUNCTION "note_job"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT DISTINCT (pg_current_xact_id()::text)::bigint, n."organizationId", NULL::bigint, ''jobs'', NULL::bigint FROM changed n\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_job_insert" AFTER INSERT ON "OutboundJob"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_job"();

CREATE FUNCTION "note_job_change"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT DISTINCT (pg_current_xact_id()::text)::bigint, n."organizationId", NULL::bigint, ''jobs'', NULL::bigint
  FROM changed n JOIN before o ON o.id = n.id
  WHERE (n.status, n."heldAt") IS DISTINCT FROM (o.status, o."heldAt")\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_job_change_update" AFTER UPDATE ON "OutboundJob"
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_job_change"();

CREATE FUNCTION "note_send"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, n."organizationId", NULL, ''message'', n."messageId"
  FROM changed n JOIN before o ON o.id = n.id WHERE (n.status = ''unknown'') <> (o.status = ''unknown'')\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_send_update" AFTER UPDATE ON "OutboundMessageLog"
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_send"();

CREATE FUNCTION "note_file"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO "Change" ("transactionId", "organizationId", "conversationId", topic, "rowId")
  SELECT (pg_current_xact_id()::text)::bigint, n."organizationId", NULL, ''message'', n."messageId"
  FROM changed n JOIN before o ON o.id = n.id
  WHERE n."messageId" IS NOT NULL AND (n.status, n.transcript) IS DISTINCT FROM (o.status, o.transcript)\x3b
  RETURN NULL\x3b
END';
CREATE TRIGGER "note_file_update" AFTER UPDATE ON "MediaAsset"
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "note_file"();

-- CreateIndex
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "Message_reactions" ON "Message"("conversationId", "id") WHERE type = 'reaction';
