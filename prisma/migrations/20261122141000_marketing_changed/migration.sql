-- When a customer last said whether they want marketing messages: Meta promises no order, and an older word that comes later
-- must not undo a newer one. Only an addition: the previous version goes on beside it.

-- AlterTable
ALTER TABLE "Contact" ADD COLUMN     "marketingChangedAt" TIMESTAMPTZ(3);
