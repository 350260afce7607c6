-- What sending within Meta's limits needs, what stops a number without losing its jobs, and retries that leave the job
-- they try again as it was. Everything is added: the version before this one goes on working beside it.

-- AlterEnum
ALTER TYPE "IntegrationStatus" ADD VALUE 'STOPPED';

-- CreateEnum
CREATE TYPE "OutboundAuthor" AS ENUM ('BOT', 'PERSON');

-- AlterTable
ALTER TABLE "Integration" ADD COLUMN "sendsPerSecond" INTEGER NOT NULL DEFAULT 80,
  ADD COLUMN "pausedUntil" TIMESTAMPTZ(3),
  ADD COLUMN "pauseCount" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "stoppedCode" TEXT,
  ADD COLUMN "stoppedReason" TEXT,
  ADD COLUMN "stoppedToken" TEXT,
  ADD COLUMN "stoppedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN "pairFullAt" TIMESTAMPTZ(3),
  ADD COLUMN "pairRefusals" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "OutboundJob" ADD COLUMN "author" "OutboundAuthor" NOT NULL DEFAULT 'BOT',
  ADD COLUMN "retryOfId" BIGINT;

-- AlterTable
ALTER TABLE "OutboundMessageLog" ADD COLUMN "unknownAt" TIMESTAMPTZ(3),
  ADD COLUMN "refusals" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "SendRate" (
    "integrationId" TEXT NOT NULL,
    "fullAt" TIMESTAMPTZ(6) NOT NULL,
    "granted" INTEGER NOT NULL,

    CONSTRAINT "SendRate_pkey" PRIMARY KEY ("integrationId")
);

-- CreateIndex
CREATE UNIQUE INDEX "OutboundJob_retryOfId_key" ON "OutboundJob"("retryOfId");

-- CreateIndex
CREATE UNIQUE INDEX "OutboundJob_one_per_inbound_message" ON "OutboundJob"("inboundMessageId")
  WHERE "retryOfId" IS NULL;

-- CreateIndex
CREATE INDEX "OutboundJob_inboundMessageId_idx" ON "OutboundJob"("inboundMessageId");

-- CreateIndex
CREATE INDEX "OutboundMessageLog_unknown" ON "OutboundMessageLog"("unknownAt") WHERE "unknownAt" IS NOT NULL;

-- DropIndex
DROP INDEX "OutboundJob_inboundMessageId_key";

-- AddForeignKey
ALTER TABLE "SendRate" ADD CONSTRAINT "SendRate_integrationId_fkey"
  FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Meta upgrades a number to 1,000 a second, nothing sends faster (Meta, throughput).
ALTER TABLE "Integration" ADD CONSTRAINT "Integration_sends_per_second"
  CHECK ("sendsPerSecond" BETWEEN 1 AND 1000);

ALTER TABLE "Integration" ADD CONSTRAINT "Integration_stopped_has_reason"
  CHECK (("status"::text = 'STOPPED') = ("stoppedAt" IS NOT NULL));
