import { inTransaction } from "@/infra/database/transaction";
import { storableText } from "@/lib/storable-text";
import type { Agent } from "./agent";
import { lockConversation } from "./lock-conversation";

export interface AddedNote {
  kind: "note";
  id: number;
  authorId: string | null;
  authorName: string | null;
  body: string;
  at: Date;
}

/** The same words of the same person a moment later are the same note, sent twice. */
const statement = {
  name: "add_note",
  text: `
  WITH before AS (
    SELECT n.* FROM "ConversationNote" n WHERE n."conversationId" = $1 AND n."authorId" = $4 AND n.body = $5
      AND n."createdAt" > now() - interval '10 seconds'
    ORDER BY n.id DESC LIMIT 1
  ),
  note AS (
    INSERT INTO "ConversationNote" ("organizationId", "conversationId", "authorId", body)
    SELECT $2, $1, $4, $5 WHERE NOT EXISTS (SELECT 1 FROM before)
    RETURNING *
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT note."organizationId", $3, 'add_note', 'ConversationNote', note.id::text,
      jsonb_build_object('conversationId', note."conversationId")
    FROM note
  )
  SELECT 'note' AS kind, n.id, n."authorId", u.name AS "authorName", n.body, n."createdAt" AS at
  FROM (SELECT * FROM before UNION ALL SELECT * FROM note) n LEFT JOIN "User" u ON u.id = n."authorId"`,
};

/** Writes something for the people of the business only. @throws NOT_FOUND. */
export function addNote(agent: Agent, conversationId: number, body: string): Promise<AddedNote> {
  const { organizationId, actor, user } = agent;
  return inTransaction(async (ask) => {
    // A note that is sent twice at once is seen by the second.
    await lockConversation(ask, organizationId, conversationId);
    const values = [conversationId, organizationId, actor, user.id, storableText(body)];
    const [note] = await ask<AddedNote & Record<string, unknown>>(statement, values);
    if (!note) throw new Error("A note was neither written nor found");
    return note;
  });
}
