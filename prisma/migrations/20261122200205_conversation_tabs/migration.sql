-- Indexes alone, each only where it is not there: docs/DB_FIX_RUNBOOK.md rehearses the loss of a column, and with it theirs.
-- The tabs of the list. Partial: what the bot answers in an open conversation, which is most of what happens, is in one of them.

-- CreateIndex
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS "Conversation_open" ON "Conversation"("organizationId", "mode", "lastMessageAt" DESC) WHERE "deletedAt" IS NULL AND status = 'OPEN';

-- CreateIndex
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS "Conversation_closed" ON "Conversation"("organizationId", "lastMessageAt" DESC) WHERE "deletedAt" IS NULL AND status = 'CLOSED';

-- CreateIndex
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS "Conversation_snoozed" ON "Conversation"("organizationId", "lastMessageAt" DESC) WHERE "snoozedUntil" IS NOT NULL;

-- CreateIndex
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS "Conversation_deleted" ON "Conversation"("organizationId", "lastMessageAt" DESC) WHERE "deletedAt" IS NOT NULL;

-- CreateIndex
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX IF NOT EXISTS "Conversation_assigned" ON "Conversation"("assigneeId", "lastMessageAt" DESC) WHERE "assigneeId" IS NOT NULL;
