import { run } from "@/infra/database/statement";
import { type Turn, turnJoinsSql, turnSql } from "./turn-sql";

const statement = {
  name: "read_turn",
  text: `SELECT ${turnSql("j")} AS turn FROM "OutboundJob" j ${turnJoinsSql("j")} WHERE j.id = $1`,
};

/** The turn of a job as it stands now; null when the job is gone. */
export async function readTurn(jobId: number): Promise<Turn | null> {
  const [row] = await run<{ turn: Turn }>(statement, [jobId]);
  return row?.turn ?? null;
}
