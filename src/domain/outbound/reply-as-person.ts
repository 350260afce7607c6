import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { type Intervention, takeOverSql } from "./take-over";

export interface PersonsReply extends Intervention {
  text: string;
  /** Chosen by the client, the same for every try of the same message: it makes no second one. */
  clientId: string;
}

/** Meta, messages/text-messages; counted in code points. */
const TEXT_MAX = 4_096;

const statement = {
  name: "reply_as_person",
  text: `
  WITH ${takeOverSql},
  job AS (
    INSERT INTO "OutboundJob" AS j
      ("organizationId", "conversationId", "idempotencyKey", "requestId", author, reply, "replySeenCount")
    SELECT "organizationId", id, 'person:' || id || ':' || $3, $4, 'PERSON', $5::jsonb, "inboundCount"
    FROM conversation
    ON CONFLICT ("idempotencyKey") DO UPDATE SET "idempotencyKey" = j."idempotencyKey"
    RETURNING j.id
  )
  SELECT id FROM job`,
};

/**
 * Answers as a person, through the same queue and sender as the bot, and takes the conversation over. Meta's limits and
 * the 24 h window hold for people too. @returns the job. @throws INVALID_INPUT, NOT_FOUND.
 */
export async function replyAsPerson(reply: PersonsReply, requestId: string): Promise<number> {
  const { conversationId, actor, text, clientId } = reply;
  const length = [...text].length;
  if (text.trim() === "" || length > TEXT_MAX) {
    const publicMessage = `A message has 1 to ${TEXT_MAX} characters; this one has ${length}.`;
    throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
  }
  const content = JSON.stringify({ parts: [text], handover: null, provider: null, model: null });
  const [job] = await run<{ id: number }>(statement, [conversationId, actor, clientId, requestId, content]);
  if (!job) throw new AppError("NOT_FOUND", `No conversation ${conversationId}`);
  return job.id;
}
