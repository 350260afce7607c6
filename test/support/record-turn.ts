import { rows } from "./own-database";

/** A turn of the bot in a conversation, for its newest job, and what it said it would come back to. */
export async function recordTurn(conversationId: bigint | number, text: string): Promise<void> {
  await rows(
    `WITH job AS (SELECT * FROM "OutboundJob" WHERE "conversationId" = $1 ORDER BY id DESC LIMIT 1),
     turn AS (
       INSERT INTO "AiTurn" (id, "organizationId", "conversationId", "jobId", "seenCount", "promptVersion", "promptHash",
         inputs, steps, outcome)
       SELECT gen_random_uuid(), "organizationId", "conversationId", id, 1, '1', 'hash', '{}',
         jsonb_build_array(jsonb_build_object('kind', 'asked', 'content', $2::text)), 'reply' FROM job)
     INSERT INTO "FollowUp" ("organizationId", "conversationId", note, "dueAt", "seenCount", "dedupeKey")
     SELECT "organizationId", "conversationId", $2, now(), 1, gen_random_uuid() FROM job`,
    [conversationId, text],
  );
}
