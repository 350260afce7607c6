import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "./database";
import type { Struck } from "./fire";
import type { History } from "./history";
import type { Report } from "./report";

export interface Evidence {
  report: Report;
  history: History;
  struck: Struck[];
}

/** Writes down everything that is needed to find out what went wrong; the database itself goes away. */
export async function keepEvidence(folder: string, database: Database, evidence: Evidence): Promise<void> {
  const table = (name: string) =>
    database.rows<{ row: unknown }>(`SELECT to_jsonb(t) AS row FROM "${name}" t`);
  const tables = ["OutboundJob", "OutboundMessageLog", "Message", "ReceiptEvent", "Conversation", "AiUsage"];
  for (const name of tables) {
    const rows = (await table(name)).map(({ row }) => JSON.stringify(row));
    writeFileSync(join(folder, `${name}.jsonl`), rows.join("\n"));
  }
  const { report, history, struck } = evidence;
  writeFileSync(join(folder, "report.json"), JSON.stringify(report, null, 2));
  writeFileSync(join(folder, "struck.json"), JSON.stringify(struck, null, 2));
  writeFileSync(join(folder, "written.jsonl"), history.written.map((row) => JSON.stringify(row)).join("\n"));
  writeFileSync(join(folder, "effects.jsonl"), history.effects.map((row) => JSON.stringify(row)).join("\n"));
}
