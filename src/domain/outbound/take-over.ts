// A person takes a conversation over, or gives it back. The bot's word ends there at once: bot-jobs-sql.ts says how.

import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { botJobsSql, endedBotJobsSql } from "./bot-jobs-sql";
import { answeredJoinSql, retriedJobSql } from "./job-ends-sql";
import { isSaidSql } from "./turn-sql";

export interface Intervention {
  conversationId: number;
  /** Who does it, for the audit: `user:<id>`, or `operator` at a terminal. */
  actor: string;
}

interface TakeOver {
  /** The conversations' ids: a parameter, or a query. */
  conversations: string;
  /** Who does it: a parameter, or a literal. */
  actor: string;
}

const REASON = "'A person has taken over the conversation'";

/**
 * Common table expressions that take conversations over, and leave `conversation`. Jobs first, then conversations, in the
 * order of their ids: the order of locks everywhere in this module. What changes nothing is not audited.
 */
export function takeOverSql({ conversations, actor }: TakeOver): string {
  return `
  ${botJobsSql(conversations)},
  before AS MATERIALIZED (
    SELECT c.id, c.mode = 'BOT' OR c."handoverJobId" IS NOT NULL AS "isChanged"
    FROM "Conversation" c, (SELECT count(*) FROM bot_job) AS jobs_first
    WHERE c.id IN (${conversations}) AND c."deletedAt" IS NULL
    ORDER BY c.id FOR NO KEY UPDATE OF c
  ),
  conversation AS (
    UPDATE "Conversation" c
    SET mode = 'HUMAN', "handoverJobId" = NULL, "handoverReason" = ${REASON}, "handoverToldAt" = NULL,
      "personActiveAt" = now(), "updatedAt" = now()
    FROM before WHERE c.id = before.id
    RETURNING c.id, c."organizationId", c."inboundCount", before."isChanged"
  ),
  ${endedBotJobsSql(REASON)},
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT "organizationId", ${actor}, 'take_over', 'Conversation', id::text FROM conversation WHERE "isChanged"
  )`;
}

const takeOverStatement = {
  name: "take_over",
  text: `WITH ${takeOverSql({ conversations: "$1", actor: "$2" })} SELECT id FROM conversation`,
};

/** Silences the bot in a conversation. Safe to repeat. @throws NOT_FOUND. */
export async function takeOver({ conversationId, actor }: Intervention): Promise<void> {
  const rows = await run(takeOverStatement, [conversationId, actor]);
  if (rows.length === 0) throw new AppError("NOT_FOUND", `No conversation ${conversationId}`);
}

/**
 * Common table expressions that have the bot take up, as new jobs, what nobody has answered in the conversations of
 * `conversation`: what was written after our last message. They leave `retried`.
 */
export function takenUpSql(): string {
  return `
  unanswered AS (
    SELECT j.* FROM "OutboundJob" j JOIN conversation c ON c.id = j."conversationId"
    WHERE j.status = 'cancelled' AND j."errorCode" = 'HUMAN_TAKEOVER' AND j.author = 'BOT'
      AND j."inboundMessageId" > coalesce((
        SELECT max(m.id) FROM "Message" m
        WHERE m."conversationId" = c.id AND m.direction = 'OUTBOUND' AND ${isSaidSql("m")}), 0)
      -- A message of ours that was refused first is older than what it answers in the end.
      AND NOT EXISTS (
        SELECT 1 FROM "OutboundJob" lead ${answeredJoinSql("lead")}
        WHERE lead."conversationId" = c.id AND (lead.status = 'done' OR lead."heldAt" IS NOT NULL)
          AND answered.id = j.id)
  ),
  ${retriedJobSql("unanswered")}`;
}

const handBackStatement = {
  name: "hand_back",
  text: `
  WITH conversation AS (
    UPDATE "Conversation" c
    SET mode = 'BOT', "handoverJobId" = NULL, "handoverReason" = NULL, "handoverSummary" = NULL,
      "handoverToldAt" = NULL, "updatedAt" = now()
    WHERE c.id = $1 AND c."deletedAt" IS NULL
    RETURNING c.id, c."organizationId"
  ),
  ${takenUpSql()},
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT "organizationId", $2, 'hand_back', 'Conversation', id::text FROM conversation
  )
  SELECT conversation.id, (SELECT count(*)::int FROM retried) AS "jobs" FROM conversation`,
};

/** Lets the bot speak again. @returns how many messages it takes up that nobody has answered. @throws NOT_FOUND. */
export async function handBack({ conversationId, actor }: Intervention): Promise<number> {
  const [row] = await run<{ jobs: number }>(handBackStatement, [conversationId, actor]);
  if (!row) throw new AppError("NOT_FOUND", `No conversation ${conversationId}`);
  return row.jobs;
}
