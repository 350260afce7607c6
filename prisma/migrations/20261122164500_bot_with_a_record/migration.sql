-- What the bot is, knows and did: personas in versions, knowledge in passages, every turn with its steps, what it agreed to come
-- back to, and what it spends. Only additions: the previous version goes on beside it.

-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN     "handoverSummary" TEXT,
ADD COLUMN     "handoverToldAt" TIMESTAMPTZ(3),
ADD COLUMN     "personActiveAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "MediaAsset" ADD COLUMN     "transcript" TEXT;

-- AlterTable
ALTER TABLE "KnowledgeDocument" ADD COLUMN     "error" TEXT,
ADD COLUMN     "fetchedAt" TIMESTAMPTZ(3),
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'text',
ADD COLUMN     "searchConfig" TEXT NOT NULL DEFAULT 'simple',
ADD COLUMN     "sha256" TEXT,
ADD COLUMN     "source" TEXT,
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'ready',
-- A document's changes.
-- squawk-ignore prefer-bigint-over-int
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
-- Tokens of one call.
-- squawk-ignore prefer-bigint-over-int
ALTER TABLE "AiUsage" ADD COLUMN     "cachedTokens" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "contactId" BIGINT,
ADD COLUMN     "endedAt" TIMESTAMPTZ(3),
ADD COLUMN     "estimatedMicroUsd" BIGINT,
ADD COLUMN     "purpose" TEXT NOT NULL DEFAULT 'reply',
ADD COLUMN     "turnId" UUID,
ALTER COLUMN "elapsedMs" SET DEFAULT 0;

-- CreateTable
CREATE TABLE "Persona" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    -- Somebody's changes, one by one.
    -- squawk-ignore prefer-bigint-over-int
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "note" TEXT,
    "author" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Persona_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KnowledgePassage" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "documentId" TEXT NOT NULL,
    -- Passages of one document.
    -- squawk-ignore prefer-bigint-over-int
    "position" INTEGER NOT NULL,
    "heading" TEXT,
    "text" TEXT NOT NULL,
    "search" tsvector NOT NULL,
    "embedding" REAL[] DEFAULT ARRAY[]::REAL[],
    "embeddingModel" TEXT,

    CONSTRAINT "KnowledgePassage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AiTurn" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "conversationId" BIGINT NOT NULL,
    "jobId" BIGINT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'reply',
    "seenCount" BIGINT NOT NULL,
    -- A persona's version.
    -- squawk-ignore prefer-bigint-over-int
    "personaVersion" INTEGER,
    "promptVersion" TEXT NOT NULL,
    "promptHash" TEXT NOT NULL,
    "inputs" JSONB NOT NULL,
    "steps" JSONB NOT NULL DEFAULT '[]',
    "outcome" TEXT NOT NULL DEFAULT 'thinking',
    "reason" TEXT,
    "effectsAt" TIMESTAMPTZ(3),
    "decision" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AiTurn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FollowUp" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "conversationId" BIGINT NOT NULL,
    "note" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "seenCount" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "dedupeKey" TEXT NOT NULL,
    "jobId" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "FollowUp_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AiSpending" (
    "organizationId" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "spender" TEXT NOT NULL DEFAULT 'organization',
    "microUsd" BIGINT NOT NULL DEFAULT 0,
    -- Calls of one day.
    -- squawk-ignore prefer-bigint-over-int
    "calls" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "AiSpending_pkey" PRIMARY KEY ("organizationId","day","spender")
);

-- CreateIndex
-- No version before this one has written a row of it.
-- squawk-ignore require-concurrent-index-creation
CREATE UNIQUE INDEX "KnowledgeDocument_organizationId_source_key" ON "KnowledgeDocument"("organizationId", "source");

-- CreateIndex
-- One pass over the calls of a year, during which new ones wait. No row of the previous version is in it.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "AiUsage_open" ON "AiUsage"("createdAt") WHERE (("endedAt" IS NULL) AND ("estimatedMicroUsd" IS NOT NULL));

-- CreateIndex
CREATE UNIQUE INDEX "Persona_organizationId_version_key" ON "Persona"("organizationId", "version");

-- CreateIndex
CREATE INDEX "KnowledgePassage_organizationId_idx" ON "KnowledgePassage"("organizationId");

-- CreateIndex
CREATE INDEX "KnowledgePassage_search_idx" ON "KnowledgePassage" USING GIN ("search");

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgePassage_documentId_position_key" ON "KnowledgePassage"("documentId", "position");

-- CreateIndex
CREATE INDEX "AiTurn_jobId_idx" ON "AiTurn"("jobId");

-- CreateIndex
CREATE INDEX "AiTurn_conversationId_idx" ON "AiTurn"("conversationId");

-- CreateIndex
CREATE INDEX "AiTurn_thinking" ON "AiTurn"("startedAt") WHERE (outcome = 'thinking');

-- CreateIndex
CREATE UNIQUE INDEX "AiTurn_one_thinking" ON "AiTurn"("jobId") WHERE (outcome = 'thinking' AND purpose = 'reply');

-- CreateIndex
CREATE UNIQUE INDEX "FollowUp_dedupeKey_key" ON "FollowUp"("dedupeKey");

-- CreateIndex
CREATE UNIQUE INDEX "FollowUp_jobId_key" ON "FollowUp"("jobId");

-- CreateIndex
CREATE INDEX "FollowUp_conversationId_idx" ON "FollowUp"("conversationId");

-- CreateIndex
CREATE INDEX "FollowUp_waiting" ON "FollowUp"("dueAt") WHERE (status = 'waiting');

-- AddForeignKey
ALTER TABLE "Persona" ADD CONSTRAINT "Persona_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KnowledgePassage" ADD CONSTRAINT "KnowledgePassage_documentId_fkey" FOREIGN KEY ("documentId") REFERENCES "KnowledgeDocument"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AiTurn" ADD CONSTRAINT "AiTurn_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AiTurn" ADD CONSTRAINT "AiTurn_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "OutboundJob"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUp" ADD CONSTRAINT "FollowUp_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUp" ADD CONSTRAINT "FollowUp_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "OutboundJob"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the bots were told of their businesses becomes the first version of their personas.
INSERT INTO "Persona" ("organizationId", version, content, note, author)
SELECT id, 1, jsonb_build_object('about', "botInstructions"), 'Taken over from Organization.botInstructions', 'migration'
FROM "Organization" WHERE "botInstructions" <> '';
