import { run } from "@/infra/database/statement";
import { newSecret, sealSecret } from "./endpoint-secret";
import { noSuchEndpoint } from "./no-such-endpoint";
import { auditSql, type WhichEndpoint } from "./webhook-endpoint";

const OVERLAP_HOURS = 24;

const statement = {
  name: "rotate_webhook_secret",
  text: `
  WITH rotated AS (
    UPDATE "WebhookEndpoint" SET "previousSecretSealed" = "secretSealed", "secretSealed" = $4, "updatedAt" = now(),
      "previousSecretUntil" = now() + interval '${OVERLAP_HOURS} hours'
    WHERE "organizationId" = $1 AND id = $3 RETURNING id, "previousSecretUntil"
  ), audited AS (${auditSql("'rotate_webhook_secret'", "rotated")})
  SELECT "previousSecretUntil" FROM rotated`,
};

interface RotatedSecret {
  secret: string;
  /** Until then both sign. */
  previousUntil: Date;
}

/** Gives an endpoint another secret; for a day the one before signs as well. @throws NOT_FOUND, NOT_CONFIGURED. */
export async function rotateSecret({ organizationId, actor, id }: WhichEndpoint): Promise<RotatedSecret> {
  const secret = newSecret();
  const values = [organizationId, actor, id, sealSecret(id, secret)];
  const [rotated] = await run<{ previousSecretUntil: Date }>(statement, values);
  if (!rotated) throw noSuchEndpoint();
  return { secret, previousUntil: rotated.previousSecretUntil };
}
