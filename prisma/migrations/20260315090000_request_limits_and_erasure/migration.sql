-- Two new tables: counts of requests, and whom nobody may bring back. Nothing else changes.

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    -- Requests of a client within a quarter of an hour.
    -- squawk-ignore prefer-bigint-over-int
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "ErasedContact" (
    "organizationId" TEXT NOT NULL,
    "senderHash" TEXT NOT NULL,
    "erasedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ErasedContact_pkey" PRIMARY KEY ("organizationId","senderHash")
);

-- CreateIndex
CREATE INDEX "rate_limit_expire_idx" ON "rate_limit"("expire");
