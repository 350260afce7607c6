import { SELF_TEST_PREFIX } from "@/domain/conversations";
import { run } from "@/infra/database/statement";

/** Conversation, messages, job, sends and notifications hang on the contact and go with it. */
const statement = {
  name: "end_self_test",
  text: `
  DELETE FROM "Contact" p
  WHERE starts_with(p.address, '${SELF_TEST_PREFIX}') AND p."userId" IS NULL AND (
    p."createdAt" < now() - interval '1 hour'
    OR p.id IN (
      SELECT c."contactId" FROM "OutboundJob" j JOIN "Conversation" c ON c.id = j."conversationId"
      WHERE j."inboundProviderMessageId" = $1))
  RETURNING p.id`,
};

/**
 * Removes what a self-test has left, and what runs have left that were cut off. The raw webhook and its dedupe key go when
 * their time has come, and what the AI has cost stays booked. @returns how many self-tests went.
 */
export async function endSelfTest(wamid: string): Promise<number> {
  const { length } = await run(statement, [wamid]);
  return length;
}
