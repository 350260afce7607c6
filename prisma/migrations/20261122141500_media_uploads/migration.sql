-- Files we send: what Meta calls them, by number, and how the old ones among them are found. Only additions: the previous
-- version goes on beside it.

-- AlterTable
ALTER TABLE "MediaAsset" ADD COLUMN     "uploads" JSONB NOT NULL DEFAULT '{}';

-- CreateIndex
-- No version before this one has written a row of it.
-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "MediaAsset_without_message" ON "MediaAsset"("createdAt") WHERE ("messageId" IS NULL);
