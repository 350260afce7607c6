// An organization whose inbox has been in use for a while: most conversations with the bot, four in ten closed, words by Zipf.

import { pool } from "@/infra/database/pool";

export const bench = { organizationId: "bench", userId: "agent-1", phoneNumberId: "100000000001" };

interface Size {
  conversations: number;
  messages: number;
}

/** A word: the lower its number, the more often. */
const word = `'word' || floor(power(random(), 4) * 20000)::int`;

const statements = ({ conversations, messages }: Size) => [
  `INSERT INTO "Organization" (id, name, slug) VALUES ('bench', 'Bench', 'bench')`,
  `INSERT INTO "User" (id, "organizationId", email, name, role)
    SELECT 'agent-' || n, 'bench', 'agent' || n || '@example.com', 'Agent ' || n, 'AGENT' FROM generate_series(1, 10) n`,
  `INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId") VALUES ('number', 'bench', 'WhatsApp', '${bench.phoneNumberId}')`,
  `INSERT INTO "Contact" (id, "organizationId", address, phone, "profileName")
    SELECT n, 'bench', phone, phone, 'Customer ' || initcap(substr(md5(n::text), 1, 6)) || ' ' || n
    FROM generate_series(1, ${conversations}) n CROSS JOIN LATERAL (SELECT (551100000000 + n * 7919)::text AS phone) p`,
  `SELECT setval('"Contact_id_seq"', ${conversations})`,
  `INSERT INTO "ContactAlias" ("organizationId", alias, "contactId", kind, value)
    SELECT 'bench', 'phone:' || phone, id, 'PHONE', phone FROM "Contact"`,
  `INSERT INTO "Conversation" (id, "organizationId", "integrationId", "contactId", status, mode, "assigneeId", "snoozedUntil",
      "deletedAt", "personActiveAt", "lastInboundAt", "lastMessageAt", "readAt")
    SELECT n, 'bench', 'number', n, (CASE WHEN n % 5 < 2 THEN 'CLOSED' ELSE 'OPEN' END)::"ConversationStatus",
      (CASE WHEN n % 10 < 3 THEN 'HUMAN' ELSE 'BOT' END)::"ConversationMode",
      CASE WHEN n % 10 < 3 AND n % 7 < 5 THEN 'agent-' || 1 + n % 10 END,
      CASE WHEN n % 40 = 3 THEN now() + interval '2 days' END, CASE WHEN n % 50 = 1 THEN now() END,
      CASE WHEN n % 10 < 3 AND n % 4 > 0 THEN at + interval '1 minute' END, at, at, CASE WHEN n % 3 > 0 THEN at END
    FROM generate_series(1, ${conversations}) n
      CROSS JOIN LATERAL (SELECT now() - (${conversations} - n) * interval '20 seconds' AS at) t`,
  `SELECT setval('"Conversation_id_seq"', ${conversations})`,
  `INSERT INTO "Message" (id, "organizationId", "conversationId", direction, type, body, status, "sentAt", "createdAt")
    SELECT n, 'bench', 1 + n % ${conversations}, (CASE WHEN (n / ${conversations}) % 2 = 0 THEN 'INBOUND' ELSE 'OUTBOUND' END)::"MessageDirection",
      'text', concat_ws(' ', ${Array(8).fill(word).join(", ")}),
      (CASE WHEN (n / ${conversations}) % 2 = 0 THEN 'RECEIVED' ELSE 'READ' END)::"MessageStatus", at, at
    FROM generate_series(1, ${conversations * messages}) n
      CROSS JOIN LATERAL (SELECT now() - (${conversations * messages} - n) * interval '2 seconds' AS at) t`,
  `SELECT setval('"Message_id_seq"', ${conversations * messages})`,
];

/** Fills the database without its triggers and, until the end, without the indexes of messages. */
export async function fillInbox(size: Size): Promise<void> {
  const client = await pool().connect();
  // Longer than pool() gives a statement.
  const ask = (text: string) => client.query({ text, query_timeout: 600_000 } as { text: string });
  try {
    await ask("SET session_replication_role = replica");
    const { rows: indexes } = await ask(
      `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'Message' AND indexname NOT LIKE '%pkey'`,
    );
    for (const { name } of indexes) await ask(`DROP INDEX "${name}"`);
    for (const statement of statements(size)) await ask(statement);
    for (const { definition } of indexes) await ask(definition);
    await ask("VACUUM ANALYZE");
    await ask("SET session_replication_role = DEFAULT");
  } finally {
    client.release();
  }
}
