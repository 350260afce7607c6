import { inOrganization } from "@/infra/database/in-organization";

export interface Affected {
  /** Open conversations in which the bot answers. */
  conversations: number;
  /** Of these, those in which a message waits for the bot: they are answered with the newest version. */
  waiting: number;
  waitingIds: number[];
  /** With which version the bot last thought about them; null: with the defaults. Those it never thought about are not here. */
  lastTurns: { version: number | null; conversations: number }[];
}

const IDS_MAX = 50;

const affected = {
  name: "persona_affects",
  text: `
  WITH open AS MATERIALIZED (
    SELECT c.id, (
      SELECT json_build_object('version', t."personaVersion") FROM "AiTurn" t
      WHERE t."conversationId" = c.id AND t.purpose = 'reply' ORDER BY t."startedAt" DESC LIMIT 1) AS turn,
      EXISTS (
        SELECT FROM "OutboundJob" j WHERE j."conversationId" = c.id AND j.status IN ('queued', 'running')
          AND j.author = 'BOT' AND j.reply IS NULL) AS waits
    FROM "Conversation" c
    WHERE c."organizationId" = $1 AND c.mode = 'BOT' AND c.status = 'OPEN' AND c."deletedAt" IS NULL
  )
  SELECT (SELECT count(*)::int FROM open) AS conversations, (SELECT count(*)::int FROM open WHERE waits) AS waiting,
    ARRAY(SELECT id FROM open WHERE waits ORDER BY id LIMIT ${IDS_MAX}) AS "waitingIds",
    (SELECT coalesce(json_agg(each ORDER BY each.version NULLS FIRST), '[]') FROM (
      SELECT (turn->>'version')::int AS version, count(*)::int AS conversations FROM open
      WHERE turn IS NOT NULL GROUP BY 1) each) AS "lastTurns"`,
};

/** Which conversations a change of the persona reaches: the next reply of each is thought with the newest version. */
export async function whatItAffects(organizationId: string): Promise<Affected> {
  const [found] = await inOrganization(organizationId, (ask) => ask<Affected>(affected, [organizationId]));
  const { conversations = 0, waiting = 0, waitingIds = [], lastTurns = [] } = found ?? {};
  return { conversations, waiting, waitingIds: waitingIds.map(Number), lastTurns };
}
