-- What the whole of WhatsApp needs: typed content, identities under which Meta knows one person, merges of contacts, files
-- of messages, templates, quiet hours, and what Meta tells of accounts. Only additions: the previous version goes on beside it.

-- AlterTable
ALTER TABLE "Integration" ADD COLUMN     "businessHours" JSONB,
ADD COLUMN     "portfolioId" TEXT,
ADD COLUMN     "qualityRating" TEXT,
ADD COLUMN     "quietHours" JSONB,
ADD COLUMN     "templatesSyncedAt" TIMESTAMPTZ(3),
ADD COLUMN     "timeZone" TEXT,
ADD COLUMN     "wabaId" TEXT;

-- AlterTable
ALTER TABLE "Contact" ADD COLUMN     "marketingOptedOutAt" TIMESTAMPTZ(3),
ADD COLUMN     "mergedIntoId" BIGINT,
ADD COLUMN     "optOutChangedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "ContactAlias" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'USER_ID',
ADD COLUMN     "replacedAt" TIMESTAMPTZ(3),
ADD COLUMN     "scope" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "value" TEXT;

-- AlterTable
ALTER TABLE "Conversation" ADD COLUMN     "customerUserId" TEXT;

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "content" JSONB,
ADD COLUMN     "editedAt" TIMESTAMPTZ(3),
ADD COLUMN     "origin" TEXT,
ADD COLUMN     "quotedProviderMessageId" TEXT,
ADD COLUMN     "revokedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "OutboundJob" ADD COLUMN     "purpose" TEXT;

-- AlterTable
ALTER TABLE "Template" ADD COLUMN     "parameterFormat" TEXT NOT NULL DEFAULT 'POSITIONAL',
ADD COLUMN     "providerTemplateId" TEXT,
ADD COLUMN     "qualityScore" TEXT,
ADD COLUMN     "rejectedReason" TEXT,
ADD COLUMN     "syncedAt" TIMESTAMPTZ(3);

-- AlterTable
-- A handful of attempts.
-- squawk-ignore prefer-bigint-over-int
ALTER TABLE "MediaAsset" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "detectedMimeType" TEXT,
-- Milliseconds: 24 days fit.
-- squawk-ignore prefer-bigint-over-int
ADD COLUMN     "durationMs" INTEGER,
ADD COLUMN     "error" TEXT,
ADD COLUMN     "errorCode" TEXT,
ADD COLUMN     "filename" TEXT,
ADD COLUMN     "kind" TEXT,
ADD COLUMN     "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'pending',
ADD COLUMN     "storageKey" TEXT,
ADD COLUMN     "storedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ContactMerge" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT NOT NULL,
    "survivorId" BIGINT NOT NULL,
    "absorbedId" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "moved" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "mergedAt" TIMESTAMPTZ(3),
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "ContactMerge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IntegrationTemplate" (
    "integrationId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "parameters" JSONB NOT NULL DEFAULT '[]',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IntegrationTemplate_pkey" PRIMARY KEY ("integrationId","purpose")
);

-- CreateTable
CREATE TABLE "AccountEvent" (
    "id" BIGSERIAL NOT NULL,
    "organizationId" TEXT,
    "integrationId" TEXT,
    "wabaId" TEXT,
    "field" TEXT NOT NULL,
    "event" TEXT,
    "severity" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "occurredAt" TIMESTAMPTZ(3),
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dedupeKey" TEXT NOT NULL,

    CONSTRAINT "AccountEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MediaRemoval" (
    "storageKey" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MediaRemoval_pkey" PRIMARY KEY ("storageKey")
);

-- CreateIndex
CREATE INDEX "ContactMerge_organizationId_idx" ON "ContactMerge"("organizationId");

-- CreateIndex
CREATE INDEX "ContactMerge_survivorId_idx" ON "ContactMerge"("survivorId");

-- CreateIndex
CREATE INDEX "ContactMerge_absorbedId_idx" ON "ContactMerge"("absorbedId");

-- CreateIndex
CREATE UNIQUE INDEX "ContactMerge_one_pending" ON "ContactMerge"("survivorId", "absorbedId") WHERE (status = 'pending');

-- CreateIndex
CREATE UNIQUE INDEX "AccountEvent_dedupeKey_key" ON "AccountEvent"("dedupeKey");

-- CreateIndex
CREATE INDEX "AccountEvent_organizationId_receivedAt_idx" ON "AccountEvent"("organizationId", "receivedAt");

-- CreateIndex
CREATE INDEX "AccountEvent_integrationId_idx" ON "AccountEvent"("integrationId");

-- CreateIndex
CREATE INDEX "AccountEvent_receivedAt_idx" ON "AccountEvent"("receivedAt");

-- CreateIndex
-- Building it reads the contacts once, which are few beside their messages.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "Contact_mergedIntoId_idx" ON "Contact"("mergedIntoId");

-- CreateIndex
-- No version before this one has written a row of it.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "MediaAsset_pending" ON "MediaAsset"("nextAttemptAt") WHERE (status = 'pending');

-- AddForeignKey
-- The column is new and holds nothing yet: looking at every row finds nothing, and takes no longer than reading them.
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid
ALTER TABLE "Contact" ADD CONSTRAINT "Contact_mergedIntoId_fkey" FOREIGN KEY ("mergedIntoId") REFERENCES "Contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactMerge" ADD CONSTRAINT "ContactMerge_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactMerge" ADD CONSTRAINT "ContactMerge_survivorId_fkey" FOREIGN KEY ("survivorId") REFERENCES "Contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactMerge" ADD CONSTRAINT "ContactMerge_absorbedId_fkey" FOREIGN KEY ("absorbedId") REFERENCES "Contact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IntegrationTemplate" ADD CONSTRAINT "IntegrationTemplate_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountEvent" ADD CONSTRAINT "AccountEvent_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountEvent" ADD CONSTRAINT "AccountEvent_integrationId_fkey" FOREIGN KEY ("integrationId") REFERENCES "Integration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Numbers are found by what all their spellings have in common: Brazil's ninth digit, Mexico's 1 and Argentina's 9 after the
-- country code are left out (src/domain/contacts/alias-keys.ts says the same).
INSERT INTO "ContactAlias" ("organizationId", alias, "contactId", kind, value)
SELECT "organizationId", 'tel:' || regexp_replace(phone, '^(55[1-9][0-9])9([0-9]{8})$|^(52)1([0-9]{10})$|^(54)9([0-9]{10})$', '\1\2\3\4\5\6'),
  id, 'PHONE', phone
FROM "Contact" WHERE phone IS NOT NULL ORDER BY id
ON CONFLICT ("organizationId", alias) DO NOTHING;
