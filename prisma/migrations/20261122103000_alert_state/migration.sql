-- What operators have been told of. A new table that the previous version does not know: safe beside it.

-- CreateTable
CREATE TABLE "AlertState" (
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "raisedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),
    "sentBy" UUID NOT NULL,
    "resolvedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AlertState_pkey" PRIMARY KEY ("kind", "subject")
);
