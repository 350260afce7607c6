// Jobs that wait, each with its message, as ingest would have left them: written without triggers, so that filling takes no time.

import { pool } from "@/infra/database/pool";

export interface Filling {
  jobs: number;
  /** Jobs of a conversation wait for each other; its first ones are spread over the whole queue. */
  jobsOfEach: number;
  status?: "queued" | "done";
}

const number = [
  `INSERT INTO "Organization" (id, name, slug) VALUES ('bench', 'Bench', 'bench') ON CONFLICT DO NOTHING`,
  `INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId") VALUES ('number', 'bench', 'WhatsApp', '100000000001')
    ON CONFLICT DO NOTHING`,
];

/** `first` is the first id that is still free. */
const statements = ({ jobs, jobsOfEach, status = "queued" }: Filling, first: number) => {
  const conversations = Math.ceil(jobs / jobsOfEach);
  const [lastConversation, lastJob] = [first + conversations - 1, first + jobs - 1];
  const at = status === "done" ? "now() - interval '1 day'" : "now() - interval '1 second'";
  return [
    `INSERT INTO "Contact" (id, "organizationId", address, phone, "profileName")
      SELECT n, 'bench', phone, phone, 'Customer ' || n
      FROM generate_series(${first}, ${lastConversation}) n CROSS JOIN LATERAL (SELECT (551100000000 + n)::text AS phone) p`,
    `INSERT INTO "Conversation" (id, "organizationId", "integrationId", "contactId", "inboundCount", "lastInboundAt", "lastMessageAt")
      SELECT n, 'bench', 'number', n, ${jobsOfEach}, now(), now() FROM generate_series(${first}, ${lastConversation}) n`,
    `INSERT INTO "Message" (id, "organizationId", "conversationId", direction, type, body, "providerMessageId", status, "sentAt", "createdAt")
      SELECT n, 'bench', ${first} + (n - ${first}) % ${conversations}, 'INBOUND', 'text', 'How much is the lamp, and when can you deliver it?',
        'wamid.' || n, 'RECEIVED', ${at}, ${at}
      FROM generate_series(${first}, ${lastJob}) n`,
    `INSERT INTO "OutboundJob" (id, "organizationId", "conversationId", "inboundMessageId", "inboundProviderMessageId", "idempotencyKey",
        "requestId", status, "runAt", "createdAt", "completedAt", attempts)
      SELECT n, 'bench', ${first} + (n - ${first}) % ${conversations}, n, 'wamid.' || n, 'reply:bench:' || n, 'bench', '${status}', ${at}, ${at},
        ${status === "done" ? `${at}, 1` : "NULL, 0"}
      FROM generate_series(${first}, ${lastJob}) n`,
    ...["Contact", "Conversation", "Message", "OutboundJob"].map(
      (table) => `SELECT setval('"${table}_id_seq"', ${lastJob})`,
    ),
  ];
};

/** Adds jobs, each conversation a new one. */
export async function fillQueue(filling: Filling): Promise<void> {
  const client = await pool().connect();
  // Longer than pool() gives a statement.
  const ask = (text: string) => client.query({ text, query_timeout: 600_000 } as { text: string });
  try {
    await ask("SET session_replication_role = replica");
    for (const statement of number) await ask(statement);
    const { rows } = await ask(
      `SELECT coalesce(greatest((SELECT max(id) FROM "OutboundJob"), (SELECT max(id) FROM "Contact")), 0) + 1 AS first`,
    );
    for (const statement of statements(filling, rows[0].first)) await ask(statement);
    await ask("SET session_replication_role = DEFAULT");
    for (const table of ["Contact", "Conversation", "Message", "OutboundJob"])
      await ask(`VACUUM ANALYZE "${table}"`);
    await ask("CHECKPOINT");
  } finally {
    client.release();
  }
}

/** Adds finished jobs to the conversations that are there, in turn; without the indexes until the end. */
export async function fillHistory(jobs: number): Promise<void> {
  const client = await pool().connect();
  const ask = (text: string) => client.query({ text, query_timeout: 600_000 } as { text: string });
  try {
    await ask("SET session_replication_role = replica");
    await ask("SET maintenance_work_mem = '256MB'");
    const { rows: indexes } = await ask(
      `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'OutboundJob' AND indexname NOT LIKE '%pkey'`,
    );
    for (const { name } of indexes) await ask(`DROP INDEX "${name}"`);
    await ask(
      `WITH bounds AS (SELECT min(id) AS first, count(*) AS count FROM "Conversation"),
        last AS (SELECT max(id) AS id FROM "OutboundJob")
      INSERT INTO "OutboundJob" (id, "organizationId", "conversationId", "inboundMessageId", "inboundProviderMessageId", "idempotencyKey",
        "requestId", status, "runAt", "createdAt", "completedAt", attempts)
      SELECT last.id + n, 'bench', first + n % count, last.id + n, 'wamid.' || last.id + n, 'reply:bench:' || last.id + n, 'bench', 'done',
        now() - interval '1 day', now() - interval '1 day', now() - interval '1 day', 1
      FROM bounds, last, generate_series(1, ${jobs}) n`,
    );
    await ask(`SELECT setval('"OutboundJob_id_seq"', (SELECT max(id) FROM "OutboundJob"))`);
    for (const { definition } of indexes) await ask(definition);
    await ask("SET session_replication_role = DEFAULT");
    await ask(`VACUUM ANALYZE "OutboundJob"`);
    await ask("CHECKPOINT");
  } finally {
    client.release();
  }
}
