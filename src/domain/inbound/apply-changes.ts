// What a delivery tells besides messages and receipts takes effect: after those are stored, before Meta is told that all of
// it has arrived. Every verb here is safe to repeat, since a redelivery repeats it.

import { logFailure } from "@/infra/database/log-failure";
import { run } from "@/infra/database/statement";
import { applyEdits } from "./apply-edits";
import { applyPreferences } from "./apply-preferences";
import type { ParsedWebhook } from "./parse-webhook";
import { recordAccountEvents } from "./record-account-events";
import { takeOverByPhone } from "./take-over-by-phone";

/**
 * As for messages (ingest): what is for a number that is not ours (yet) is played again once it is, and the bytes of what
 * names somebody who was erased are not kept.
 */
const settleStatement = {
  name: "settle_delivery",
  text: `
  UPDATE webhook_delivery_log d
  SET status = CASE WHEN number."isUnknown" THEN 'unrouted' ELSE d.status END,
    raw_body = CASE WHEN $3::boolean AND NOT number."isUnknown" THEN ''::bytea ELSE d.raw_body END
  FROM (
    SELECT EXISTS (
      SELECT 1 FROM unnest($2::text[]) AS named(id)
      WHERE NOT EXISTS (SELECT 1 FROM "Integration" i WHERE i."phoneNumberId" = named.id)) AS "isUnknown"
  ) number
  WHERE d.id = $1 AND d.status = 'ingested' AND (number."isUnknown" OR $3::boolean)`,
};

type Changes = Pick<ParsedWebhook, "messages" | "edits" | "preferences" | "accountEvents">;

/** Applies everything in a delivery that was stored. @throws what the database says; the delivery is to be parked then. */
export async function applyChanges(deliveryId: string, changes: Changes): Promise<void> {
  const { messages, edits, preferences, accountEvents } = changes;
  await applyEdits(edits);
  await takeOverByPhone(messages);
  const namesErased = await applyPreferences(preferences);
  await recordAccountEvents(accountEvents);
  // The notices of customers' edits are messages: ingest has looked at their number.
  const unseen = [...preferences, ...edits.filter(({ direction }) => direction === "OUTBOUND")];
  const numbers = [...new Set(unseen.map(({ phoneNumberId }) => phoneNumberId))];
  if (numbers.length > 0) await run(settleStatement, [deliveryId, numbers, namesErased]);
}

/** Applies what can be of a delivery that is parked: each item alone, so that none waits for the mend of another. */
export async function applyWhatCanBe(requestId: string, changes: Changes): Promise<void> {
  const attempts = [
    ...changes.edits.map((edit) => () => applyEdits([edit])),
    () => takeOverByPhone(changes.messages),
    ...changes.preferences.map((preference) => () => applyPreferences([preference])),
    ...changes.accountEvents.map((event) => () => recordAccountEvents([event])),
  ];
  for (const attempt of attempts) {
    try {
      await attempt();
    } catch (thrown) {
      logFailure("[WEBHOOK] Change cannot be applied", thrown, { requestId });
    }
  }
}
