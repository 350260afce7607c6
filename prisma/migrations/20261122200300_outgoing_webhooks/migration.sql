-- Whom to tell of what happens, and what is to be told. Triggers write it in the transaction it happens in: it is told if
-- and only if it happened, whichever statement did it. Without an endpoint in use they look at one small index and do
-- nothing. The previous version goes on beside it. \073 is a semicolon: what applies migrations may cut them at each one.

-- CreateTable
CREATE TABLE "WebhookEndpoint" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "events" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "secretSealed" TEXT NOT NULL,
    "previousSecretSealed" TEXT,
    "previousSecretUntil" TIMESTAMPTZ(3),
    "failingSince" TIMESTAMPTZ(3),
    "disabledAt" TIMESTAMPTZ(3),
    "disabledReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WebhookEndpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookEvent" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organizationId" TEXT NOT NULL,
    "endpointId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "status" TEXT NOT NULL DEFAULT 'pending',
    -- squawk-ignore prefer-bigint-over-int
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- squawk-ignore prefer-bigint-over-int
    "httpStatus" INTEGER,
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deliveredAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookEvent_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "WebhookEvent_status_known" CHECK ("status" IN ('pending', 'delivered', 'failed'))
);

-- CreateIndex
CREATE INDEX "WebhookEndpoint_organizationId_idx" ON "WebhookEndpoint"("organizationId");

-- CreateIndex
CREATE INDEX "WebhookEvent_endpointId_createdAt_idx" ON "WebhookEvent"("endpointId", "createdAt");

-- CreateIndex
CREATE INDEX "WebhookEvent_organizationId_idx" ON "WebhookEvent"("organizationId");

-- CreateIndex
CREATE INDEX "WebhookEvent_createdAt_idx" ON "WebhookEvent"("createdAt");

-- CreateIndex
CREATE INDEX "WebhookEvent_pending" ON "WebhookEvent"("endpointId", "nextAttemptAt") WHERE (status = 'pending'::text);

-- AddForeignKey
ALTER TABLE "WebhookEndpoint" ADD CONSTRAINT "WebhookEndpoint_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookEvent" ADD CONSTRAINT "WebhookEvent_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "WebhookEndpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE FUNCTION tell_webhooks_of_messages() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "WebhookEndpoint" WHERE "disabledAt" IS NULL) THEN
    RETURN NULL\073
  END IF\073
  IF TG_OP = ''INSERT'' THEN
    INSERT INTO "WebhookEvent" ("organizationId", "endpointId", type, data)
    SELECT e."organizationId", e.id, m.event,
      jsonb_build_object(''conversationId'', m."conversationId", ''messageId'', m.id, ''status'', m.status)
    FROM (
      SELECT n.*, CASE n.direction WHEN ''INBOUND'' THEN ''message.received'' ELSE ''message.'' || lower(n.status::text) END AS event
      FROM new_rows n WHERE n.direction = ''INBOUND'' OR n.status IN (''SENT'', ''DELIVERED'', ''READ'', ''FAILED'')
    ) m JOIN "WebhookEndpoint" e ON e."organizationId" = m."organizationId" AND e."disabledAt" IS NULL
      AND (coalesce(e.events, ''{}'') = ''{}'' OR m.event = ANY(e.events))\073
  ELSE
    INSERT INTO "WebhookEvent" ("organizationId", "endpointId", type, data)
    SELECT e."organizationId", e.id, m.event,
      jsonb_build_object(''conversationId'', m."conversationId", ''messageId'', m.id, ''status'', m.status)
    FROM (
      SELECT n.*, ''message.'' || lower(n.status::text) AS event FROM new_rows n JOIN old_rows o ON o.id = n.id
      WHERE n.direction = ''OUTBOUND'' AND n.status <> o.status AND n.status IN (''SENT'', ''DELIVERED'', ''READ'', ''FAILED'')
    ) m JOIN "WebhookEndpoint" e ON e."organizationId" = m."organizationId" AND e."disabledAt" IS NULL
      AND (coalesce(e.events, ''{}'') = ''{}'' OR m.event = ANY(e.events))\073
  END IF\073
  RETURN NULL\073
END ';

CREATE FUNCTION tell_webhooks_of_sends() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "WebhookEndpoint" WHERE "disabledAt" IS NULL) THEN
    RETURN NULL\073
  END IF\073
  INSERT INTO "WebhookEvent" ("organizationId", "endpointId", type, data)
  SELECT e."organizationId", e.id, ''message.unknown'',
    jsonb_build_object(''conversationId'', m."conversationId", ''messageId'', m.id, ''jobId'', n."jobId", ''status'', ''UNKNOWN'')
  FROM new_rows n JOIN old_rows o ON o.id = n.id JOIN "Message" m ON m.id = n."messageId"
    JOIN "WebhookEndpoint" e ON e."organizationId" = n."organizationId" AND e."disabledAt" IS NULL
      AND (coalesce(e.events, ''{}'') = ''{}'' OR ''message.unknown'' = ANY(e.events))
  WHERE n.status = ''unknown'' AND o.status <> ''unknown''\073
  RETURN NULL\073
END ';

CREATE FUNCTION tell_webhooks_of_jobs() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "WebhookEndpoint" WHERE "disabledAt" IS NULL) THEN
    RETURN NULL\073
  END IF\073
  INSERT INTO "WebhookEvent" ("organizationId", "endpointId", type, data)
  SELECT e."organizationId", e.id, ''job.failed'', jsonb_build_object(''conversationId'', n."conversationId", ''jobId'', n.id,
    ''author'', n.author, ''attempts'', n.attempts, ''errorCode'', n."errorCode")
  FROM new_rows n JOIN old_rows o ON o.id = n.id
    JOIN "WebhookEndpoint" e ON e."organizationId" = n."organizationId" AND e."disabledAt" IS NULL
      AND (coalesce(e.events, ''{}'') = ''{}'' OR ''job.failed'' = ANY(e.events))
  WHERE n.status = ''failed'' AND o.status <> ''failed''\073
  RETURN NULL\073
END ';

CREATE FUNCTION tell_webhooks_of_conversations() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "WebhookEndpoint" WHERE "disabledAt" IS NULL) THEN
    RETURN NULL\073
  END IF\073
  INSERT INTO "WebhookEvent" ("organizationId", "endpointId", type, data)
  SELECT e."organizationId", e.id, c.event, jsonb_build_object(''conversationId'', c.id, ''status'', c.status, ''mode'', c.mode,
    ''assigneeId'', c."assigneeId", ''snoozedUntil'', c."snoozedUntil", ''deletedAt'', c."deletedAt",
    ''handoverReason'', c."handoverReason")
  FROM (
    SELECT n.*, ''conversation.updated'' AS event FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE (n.status, n.mode, n."assigneeId", n."snoozedUntil", n."deletedAt", n."contactId", n."leadId")
      IS DISTINCT FROM (o.status, o.mode, o."assigneeId", o."snoozedUntil", o."deletedAt", o."contactId", o."leadId")
    UNION ALL
    SELECT n.*, ''conversation.handover'' FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.mode = ''HUMAN'' AND o.mode = ''BOT''
  ) c JOIN "WebhookEndpoint" e ON e."organizationId" = c."organizationId" AND e."disabledAt" IS NULL
    AND (coalesce(e.events, ''{}'') = ''{}'' OR c.event = ANY(e.events))\073
  RETURN NULL\073
END ';

CREATE TRIGGER "Message_webhooks_insert" AFTER INSERT ON "Message"
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_webhooks_of_messages();
CREATE TRIGGER "Message_webhooks_update" AFTER UPDATE ON "Message"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_webhooks_of_messages();
CREATE TRIGGER "OutboundMessageLog_webhooks" AFTER UPDATE ON "OutboundMessageLog"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_webhooks_of_sends();
CREATE TRIGGER "OutboundJob_webhooks" AFTER UPDATE ON "OutboundJob"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_webhooks_of_jobs();
CREATE TRIGGER "Conversation_webhooks" AFTER UPDATE ON "Conversation"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_webhooks_of_conversations();
