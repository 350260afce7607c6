import { run } from "@/infra/database/statement";
import { TEST_EVENT } from "./webhook-event";

/** An event that is this process's to deliver until its lease ends. */
export interface EventClaim {
  id: string;
  /** When the lease ends, and by that its token: no other claim of the event has the same. */
  lease: Date;
  organizationId: string;
  endpointId: string;
  type: string;
  data: Record<string, unknown>;
  createdAt: Date;
  /** With this one. */
  attempts: number;
  url: string;
  secretSealed: string;
  /** While it still signs. */
  previousSecretSealed: string | null;
}

/** `$3`: endpoints that have enough in hand here; `$4`: how many each may be claimed of. One that hangs keeps no other waiting. */
const statement = {
  name: "claim_webhook_events",
  text: `
  WITH due AS (
    SELECT v.id FROM "WebhookEndpoint" e CROSS JOIN LATERAL (
      SELECT w.id FROM "WebhookEvent" w
      WHERE w."endpointId" = e.id AND w.status = 'pending' AND w."nextAttemptAt" <= now()
        AND (e."disabledAt" IS NULL OR w.type = '${TEST_EVENT}')
      ORDER BY w."nextAttemptAt" LIMIT $4 FOR UPDATE SKIP LOCKED
    ) v WHERE e.id <> ALL($3::text[]) LIMIT $1
  ), claimed AS (
    UPDATE "WebhookEvent" v SET attempts = v.attempts + 1, "nextAttemptAt" = now() + $2 * interval '1 millisecond'
    FROM due WHERE v.id = due.id RETURNING v.*
  )
  SELECT c.id, c."nextAttemptAt" AS lease, c."organizationId", c."endpointId", c.type, c.data, c."createdAt", c.attempts,
    e.url, e."secretSealed",
    CASE WHEN e."previousSecretUntil" > now() THEN e."previousSecretSealed" END AS "previousSecretSealed"
  FROM claimed c JOIN "WebhookEndpoint" e ON e.id = c."endpointId" ORDER BY c."createdAt"`,
};

interface ClaimLimits {
  limit: number;
  leaseMs: number;
  perEndpoint: number;
  busyEndpoints: string[];
}

export function claimEvents({ limit, leaseMs, perEndpoint, busyEndpoints }: ClaimLimits) {
  const values = [limit, leaseMs, busyEndpoints, perEndpoint];
  return run<EventClaim & Record<string, unknown>>(statement, values);
}
