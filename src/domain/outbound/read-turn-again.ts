import { run } from "@/infra/database/statement";
import { readTurn } from "./read-turn";
import { type HistoryMessage, historyFileSql, historyMessageSql, type Turn } from "./turn-sql";

/** What a turn of the past had read: AiTurn.inputs, its seenCount, and when. */
export interface PastTurn {
  messageIds: number[];
  unansweredMessageIds: number[];
  seenCount: number;
  startedAt: number;
}

const statement = {
  name: "read_turn_again",
  text: `
  SELECT coalesce(json_agg(${historyMessageSql} ORDER BY array_position($1::bigint[], h.id)), '[]') AS history
  FROM "Message" h ${historyFileSql} WHERE h.id = ANY ($1::bigint[])`,
};

/**
 * The turn of a job as it was: with the messages it had read then, which are as they stand now where they were edited. Null
 * when the job is gone.
 */
export async function readTurnAgain(jobId: number, past: PastTurn): Promise<Turn | null> {
  const now = await readTurn(jobId);
  if (!now) return null;
  const [row] = await run<{ history: HistoryMessage[] }>(statement, [past.messageIds]);
  return {
    ...now,
    history: row?.history ?? [],
    unansweredMessageIds: past.unansweredMessageIds,
    inboundCount: past.seenCount,
    waitingJobIds: [],
    readAt: past.startedAt,
    openTurn: null,
  };
}
