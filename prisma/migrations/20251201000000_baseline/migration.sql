-- The whole schema as it was first deployed, without Conversation."deletedAt" and Notification."snoozedUntil": the
-- two columns that were missing in production for nine hours. The next migration adds them.

-- CreateEnum
CREATE TYPE "UserRole" AS ENUM ('ADMIN', 'AGENT');

-- CreateEnum
CREATE TYPE "IntegrationStatus" AS ENUM ('ACTIVE', 'DISABLED');

-- CreateEnum
CREATE TYPE "ConversationStatus" AS ENUM ('OPEN', 'CLOSED');

-- CreateEnum
CREATE TYPE "ConversationMode" AS ENUM ('BOT', 'HUMAN');

-- CreateEnum
CREATE TYPE "MessageDirection" AS ENUM ('INBOUND', 'OUTBOUND');

-- CreateEnum
CREATE TYPE "MessageChannel" AS ENUM ('WHATSAPP');

-- CreateEnum
CREATE TYPE "MessageStatus" AS ENUM ('RECEIVED', 'PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED');

-- CreateEnum
CREATE TYPE "OutboundJobStatus" AS ENUM ('queued', 'running', 'uncertain', 'done', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "OutboundMessageLogStatus" AS ENUM ('sending', 'accepted', 'refused', 'unknown');

-- CreateEnum
CREATE TYPE "LeadStatus" AS ENUM ('NEW', 'QUALIFIED', 'WON', 'LOST');

-- CreateTable
CREATE TABLE "Organization" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "botInstructions" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "UserRole" NOT NULL DEFAULT 'AGENT',
    "disabledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Integration" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "channel" "MessageChannel" NOT NULL DEFAULT 'WHATSAPP',
    "name" TEXT NOT NULL,
    "phoneNumberId" TEXT NOT NULL,
    "displayPhoneNumber" TEXT,
    "accessTokenEncrypted" TEXT,
    "status" "IntegrationStatus" NOT NULL DEFAULT 'ACTIVE',
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Integration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Contact" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "phone" TEXT,
    "userId" TEXT,
    "username" TEXT,
    "profileName" TEXT,
    "optedOutAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContactAlias" (
    "organizationId" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "contactId" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ContactAlias_pkey" PRIMARY KEY ("organizationId","alias")
);

-- CreateTable
CREATE TABLE "Lead" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "contactId" BIGINT NOT NULL,
    "status" "LeadStatus" NOT NULL DEFAULT 'NEW',
    "details" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Conversation" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "contactId" BIGINT NOT NULL,
    "leadId" BIGINT,
    "status" "ConversationStatus" NOT NULL DEFAULT 'OPEN',
    "mode" "ConversationMode" NOT NULL DEFAULT 'BOT',
    "inboundCount" BIGINT NOT NULL DEFAULT 0,
    "handoverJobId" BIGINT,
    "handoverReason" TEXT,
    "lastInboundAt" TIMESTAMPTZ(3),
    "lastOutboundAt" TIMESTAMPTZ(3),
    "lastMessageAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "conversationId" BIGINT NOT NULL,
    "direction" "MessageDirection" NOT NULL,
    "channel" "MessageChannel" NOT NULL DEFAULT 'WHATSAPP',
    "type" TEXT NOT NULL,
    "body" TEXT,
    "providerMessageId" TEXT,
    "status" "MessageStatus" NOT NULL,
    "errorCode" TEXT,
    "error" TEXT,
    "possibleDuplicate" BOOLEAN NOT NULL DEFAULT false,
    "payload" JSONB,
    "sentAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),
    "readAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboundJob" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "conversationId" BIGINT NOT NULL,
    "inboundMessageId" BIGINT,
    "inboundProviderMessageId" TEXT,
    "idempotencyKey" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "status" "OutboundJobStatus" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "errorCode" TEXT,
    "runAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leaseToken" UUID,
    "leaseUntil" TIMESTAMPTZ(3),
    "reply" JSONB,
    "replySeenCount" BIGINT,
    "answeredJobIds" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "partsSent" INTEGER NOT NULL DEFAULT 0,
    "resends" INTEGER NOT NULL DEFAULT 0,
    "uncertainAt" TIMESTAMPTZ(3),
    "heldAt" TIMESTAMPTZ(3),
    "coalescedIntoId" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OutboundJob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboundMessageLog" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "jobId" BIGINT NOT NULL,
    "messageId" BIGINT NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "part" INTEGER NOT NULL DEFAULT 1,
    "status" "OutboundMessageLogStatus" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "providerMessageId" TEXT,
    "httpStatus" INTEGER,
    "errorCode" TEXT,
    "error" TEXT,
    "settledBy" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "OutboundMessageLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReceiptEvent" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "providerMessageId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "opaqueId" UUID,
    "errorCode" TEXT,
    "error" TEXT,
    "pricing" JSONB,
    "appliedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReceiptEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "userId" TEXT,
    "conversationId" BIGINT,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT,
    "dedupeKey" TEXT NOT NULL,
    "readAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KnowledgeDocument" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KnowledgeDocument_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AiUsage" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "jobId" BIGINT,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "inputTokens" INTEGER NOT NULL DEFAULT 0,
    "outputTokens" INTEGER NOT NULL DEFAULT 0,
    "costMicroUsd" BIGINT,
    "elapsedMs" INTEGER NOT NULL,
    "errorCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AiUsage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Template" (
    "id" TEXT NOT NULL,
    "integrationId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "components" JSONB NOT NULL DEFAULT '[]',
    "status" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MediaAsset" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "messageId" BIGINT,
    "providerMediaId" TEXT,
    "mimeType" TEXT NOT NULL,
    "sha256" TEXT,
    "sizeBytes" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MediaAsset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CronRun" (
    "name" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "counts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "CronRun_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "processed_webhook_events" (
    "key" TEXT NOT NULL,
    "processed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "processed_webhook_events_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "webhook_delivery_log" (
    "id" UUID NOT NULL,
    "request_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "raw_body" BYTEA NOT NULL,
    "status" TEXT NOT NULL,
    "error" TEXT,
    "replayed_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Organization_slug_key" ON "Organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "User_organizationId_idx" ON "User"("organizationId");

-- CreateIndex
CREATE UNIQUE INDEX "Integration_phoneNumberId_key" ON "Integration"("phoneNumberId");

-- CreateIndex
CREATE INDEX "Integration_organizationId_idx" ON "Integration"("organizationId");

-- CreateIndex
CREATE UNIQUE INDEX "Contact_organizationId_address_key" ON "Contact"("organizationId", "address");

-- CreateIndex
CREATE INDEX "ContactAlias_contactId_idx" ON "ContactAlias"("contactId");

-- CreateIndex
CREATE INDEX "Lead_organizationId_idx" ON "Lead"("organizationId");

-- CreateIndex
CREATE INDEX "Lead_contactId_idx" ON "Lead"("contactId");

-- CreateIndex
CREATE INDEX "Conversation_contactId_idx" ON "Conversation"("contactId");

-- CreateIndex
CREATE INDEX "Conversation_leadId_idx" ON "Conversation"("leadId");

-- CreateIndex
CREATE INDEX "Conversation_organizationId_lastMessageAt_idx" ON "Conversation"("organizationId", "lastMessageAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Conversation_integrationId_contactId_key" ON "Conversation"("integrationId", "contactId");

-- CreateIndex
CREATE INDEX "Message_conversationId_id_idx" ON "Message"("conversationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Message_providerMessageId_conversationId_key" ON "Message"("providerMessageId", "conversationId");

-- CreateIndex
CREATE UNIQUE INDEX "OutboundJob_inboundMessageId_key" ON "OutboundJob"("inboundMessageId");

-- CreateIndex
CREATE UNIQUE INDEX "OutboundJob_idempotencyKey_key" ON "OutboundJob"("idempotencyKey");

-- CreateIndex
CREATE INDEX "OutboundJob_conversationId_idx" ON "OutboundJob"("conversationId");

-- CreateIndex
CREATE INDEX "OutboundJob_inboundProviderMessageId_idx" ON "OutboundJob"("inboundProviderMessageId");

-- CreateIndex
CREATE INDEX "OutboundJob_due" ON "OutboundJob"("runAt", "id") WHERE (status = 'queued');

-- CreateIndex
CREATE INDEX "OutboundJob_waiting" ON "OutboundJob"("conversationId", "id") WHERE (status = 'queued');

-- CreateIndex
CREATE INDEX "OutboundJob_leased" ON "OutboundJob"("leaseUntil") WHERE (status = 'running');

-- CreateIndex
CREATE INDEX "OutboundJob_uncertain" ON "OutboundJob"("uncertainAt") WHERE (status = 'uncertain');

-- CreateIndex
CREATE UNIQUE INDEX "OutboundJob_one_active_per_conversation" ON "OutboundJob"("conversationId") WHERE (status IN ('running', 'uncertain') AND "heldAt" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "OutboundMessageLog_idempotencyKey_key" ON "OutboundMessageLog"("idempotencyKey");

-- CreateIndex
CREATE INDEX "OutboundMessageLog_jobId_idx" ON "OutboundMessageLog"("jobId");

-- CreateIndex
CREATE INDEX "OutboundMessageLog_messageId_idx" ON "OutboundMessageLog"("messageId");

-- CreateIndex
CREATE INDEX "OutboundMessageLog_providerMessageId_idx" ON "OutboundMessageLog"("providerMessageId");

-- CreateIndex
CREATE UNIQUE INDEX "OutboundMessageLog_one_live_call" ON "OutboundMessageLog"("jobId", "part") WHERE (status = 'sending');

-- CreateIndex
CREATE INDEX "ReceiptEvent_integrationId_receivedAt_idx" ON "ReceiptEvent"("integrationId", "receivedAt");

-- CreateIndex
CREATE INDEX "ReceiptEvent_waiting" ON "ReceiptEvent"("receivedAt") WHERE ("appliedAt" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "ReceiptEvent_providerMessageId_status_integrationId_key" ON "ReceiptEvent"("providerMessageId", "status", "integrationId");

-- CreateIndex
CREATE INDEX "Notification_userId_idx" ON "Notification"("userId");

-- CreateIndex
CREATE INDEX "Notification_conversationId_idx" ON "Notification"("conversationId");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_organizationId_dedupeKey_key" ON "Notification"("organizationId", "dedupeKey");

-- CreateIndex
CREATE INDEX "KnowledgeDocument_organizationId_idx" ON "KnowledgeDocument"("organizationId");

-- CreateIndex
CREATE INDEX "AiUsage_organizationId_createdAt_idx" ON "AiUsage"("organizationId", "createdAt");

-- CreateIndex
CREATE INDEX "AiUsage_jobId_idx" ON "AiUsage"("jobId");

-- CreateIndex
CREATE INDEX "AuditEvent_organizationId_createdAt_idx" ON "AuditEvent"("organizationId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Template_integrationId_name_language_key" ON "Template"("integrationId", "name", "language");

-- CreateIndex
CREATE INDEX "MediaAsset_organizationId_idx" ON "MediaAsset"("organizationId");

-- CreateIndex
CREATE INDEX "MediaAsset_messageId_idx" ON "MediaAsset"("messageId");

-- CreateIndex
CREATE INDEX "processed_webhook_events_processed_at_idx" ON "processed_webhook_events"("processed_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_log_received_at_idx" ON "webhook_delivery_log"("received_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_log_waiting" ON "webhook_delivery_log"("received_at") WHERE (status IN ('parked', 'unrouted'));

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Integration" ADD CONSTRAINT "Integration_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contact" ADD CONSTRAINT "Contact_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactAlias" ADD CONSTRAINT "ContactAlias_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lead" ADD CONSTRAINT "Lead_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lead" ADD CONSTRAINT "Lead_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conversation" ADD CONSTRAINT "Conversation_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conversation" ADD CONSTRAINT "Conversation_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conversation" ADD CONSTRAINT "Conversation_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Conversation" ADD CONSTRAINT "Conversation_leadId_fkey" FOREIGN KEY ("leadId") REFERENCES "Lead"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundJob" ADD CONSTRAINT "OutboundJob_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundJob" ADD CONSTRAINT "OutboundJob_inboundMessageId_fkey" FOREIGN KEY ("inboundMessageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundMessageLog" ADD CONSTRAINT "OutboundMessageLog_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "OutboundJob"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundMessageLog" ADD CONSTRAINT "OutboundMessageLog_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KnowledgeDocument" ADD CONSTRAINT "KnowledgeDocument_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Template" ADD CONSTRAINT "Template_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MediaAsset" ADD CONSTRAINT "MediaAsset_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MediaAsset" ADD CONSTRAINT "MediaAsset_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddCheck: what Prisma's schema language cannot say. The code relies on these.
ALTER TABLE "Contact" ADD CONSTRAINT "Contact_reachable"
  CHECK ("phone" IS NOT NULL OR "userId" IS NOT NULL);

ALTER TABLE "Message" ADD CONSTRAINT "Message_received_is_inbound"
  CHECK (("direction" = 'INBOUND') = ("status" = 'RECEIVED'));

-- A lease and its token exist exactly while a runner works the job.
ALTER TABLE "OutboundJob" ADD CONSTRAINT "OutboundJob_leased_while_running"
  CHECK (("status" = 'running') = ("leaseToken" IS NOT NULL) AND ("leaseToken" IS NULL) = ("leaseUntil" IS NULL));
ALTER TABLE "OutboundJob" ADD CONSTRAINT "OutboundJob_completed_when_final"
  CHECK (("status" IN ('done', 'failed', 'cancelled')) = ("completedAt" IS NOT NULL));
ALTER TABLE "OutboundJob" ADD CONSTRAINT "OutboundJob_uncertain_since"
  CHECK (("status" = 'uncertain') = ("uncertainAt" IS NOT NULL) AND ("heldAt" IS NULL OR "status" = 'uncertain'));

-- An outcome is known exactly when it is dated, and "accepted" names Meta's message unless a person vouched for it.
ALTER TABLE "OutboundMessageLog" ADD CONSTRAINT "OutboundMessageLog_settled_when_known"
  CHECK (("status" IN ('accepted', 'refused')) = ("settledAt" IS NOT NULL));
ALTER TABLE "OutboundMessageLog" ADD CONSTRAINT "OutboundMessageLog_accepted_has_id"
  CHECK ("status" <> 'accepted' OR "providerMessageId" IS NOT NULL OR "settledBy" = 'operator');

ALTER TABLE "webhook_delivery_log" ADD CONSTRAINT "webhook_delivery_log_status"
  CHECK ("status" IN ('ingested', 'parked', 'unrouted', 'unrecognised'));
