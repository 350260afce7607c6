import { run } from "@/infra/database/statement";

/** A file that is this process's to download until its lease ends. */
export interface MediaClaim {
  id: string;
  /** When the lease ends, and by that its token: no other claim of the file has the same. */
  lease: Date;
  storageKey: string;
  kind: string | null;
  providerMediaId: string | null;
  mimeType: string;
  /** Hex; what the webhook said. */
  sha256: string | null;
  /** With this one. */
  attempts: number;
  /** Of the attempt before. */
  errorCode: string | null;
  createdAt: Date;
  integrationId: string;
  phoneNumberId: string;
  accessTokenEncrypted: string | null;
}

/**
 * The storage key is written before the file: whoever deletes the row while it is being downloaded knows what has to be
 * removed. The address of a file is the same at every attempt, so that what a crash left is overwritten.
 */
const statement = {
  name: "claim_media",
  text: `
  WITH due AS (
    SELECT a.id FROM "MediaAsset" a
    WHERE a.status = 'pending' AND a."nextAttemptAt" <= now() AND a."messageId" IS NOT NULL
    ORDER BY a."nextAttemptAt" LIMIT $1 FOR UPDATE SKIP LOCKED
  ),
  claimed AS (
    UPDATE "MediaAsset" a
    SET attempts = a.attempts + 1, "nextAttemptAt" = now() + $2 * interval '1 millisecond',
      "storageKey" = a."organizationId" || '/' || a.id
    FROM due WHERE a.id = due.id
    RETURNING a.*
  )
  SELECT a.id, a."nextAttemptAt" AS lease, a."storageKey", a.kind, a."providerMediaId", a."mimeType", a.sha256, a.attempts,
    a."errorCode", a."createdAt", i.id AS "integrationId", i."phoneNumberId", i."accessTokenEncrypted"
  FROM claimed a JOIN "Message" m ON m.id = a."messageId" JOIN "Conversation" c ON c.id = m."conversationId"
    JOIN "Integration" i ON i.id = c."integrationId"`,
};

/** Claims files that are due, at most `limit`, oldest first. */
export function claimMedia(limit: number, leaseMs: number): Promise<MediaClaim[]> {
  return run<MediaClaim & Record<string, unknown>>(statement, [limit, leaseMs]);
}
