import pg from "pg";
import { finding, type SchemaFinding } from "@/domain/schema";
import { explainConnection } from "./explain-connection";
import { readTargets, type Target } from "./verification-target";

const CONNECT_TIMEOUT_MS = 3_000;

/** Migrations go through DIRECT_URL, the application through DATABASE_URL: both have to end in one database. */
export async function compareTargets(
  target: Target,
  databaseUrl: string | undefined,
): Promise<SchemaFinding[]> {
  if (target.variable !== "DIRECT_URL" || !databaseUrl) return [];
  const others = readTargets("DATABASE_URL", databaseUrl);
  if (others.some(({ url }) => url === target.url)) return [];
  try {
    const [direct, ...pooled] = await Promise.all([target, ...others].map(identify));
    if (direct !== undefined && pooled.includes(direct)) return [];
  } catch (error) {
    const { message, mend } = explainConnection(error, others[0] ?? target);
    const about = { expected: "DATABASE_URL and DIRECT_URL lead to one database", actual: message, mend };
    return [finding("not_compared", "DATABASE_URL", { ...about, mendBy: "hand" })];
  }
  return [
    finding("two_databases", "DATABASE_URL", {
      expected: `the database of DIRECT_URL (${where(target)})`,
      actual: `another one (${others.map(where).join(", ")})`,
      mend: "Let both lead to the same server and database.",
      mendBy: "hand",
    }),
  ];
}

/** What two connections to one database agree in, whatever is between. */
async function identify({ url }: Target): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on("error", () => undefined); // Told by the query.
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT oid || ' ' || extract(epoch FROM pg_postmaster_start_time()) AS identity FROM pg_database
       WHERE datname = current_database()`,
    );
    return String(rows[0]?.identity);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function where({ host, port, database }: Target): string {
  return `${host}:${port}/${database}`;
}
