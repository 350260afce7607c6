import { pool } from "@/infra/database/pool";

/** Every row of every table as text, each line led by its table: what somebody would find who reads the whole database. */
export async function dumpDatabase(): Promise<string[]> {
  const client = await pool().connect();
  try {
    await client.query("SET bytea_output = 'escape'"); // So that raw bytes can be read as the text they are.
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1`,
    );
    const lines: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
      lines.push(...rows.map(({ line }) => `${name}: ${line.replaceAll('""', '"')}`));
    }
    return lines;
  } finally {
    await client.query("RESET bytea_output");
    client.release();
  }
}
