import { answeredHandoverSql } from "@/domain/notifications";
import { getTemplate, validateTemplate } from "@/domain/templates";
import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { isGroupSql } from "./group-sql";
import { contentOf, type ReplyPart } from "./outbound-job";
import { checkFiles } from "./resolve-media";
import { type Intervention, takeOverSql } from "./take-over";

export type PersonsReply = Intervention & {
  /** Chosen by the client, the same for every try of the same message: it makes no second one. */
  clientId: string;
} & ({ text: string } | { content: unknown });

const keySql = (conversation: string, clientId: string) =>
  `'person:' || ${conversation} || ':' || ${clientId}`;

const routeStatement = {
  name: "route_of_conversation",
  text: `
  SELECT c."organizationId", c."integrationId", ${isGroupSql("p")} AS "isGroup"
  FROM "Conversation" c JOIN "Contact" p ON p.id = c."contactId" WHERE c.id = $1 AND c."deletedAt" IS NULL`,
};

const statement = {
  name: "reply_as_person",
  text: `
  WITH ${takeOverSql({ conversations: "$1", actor: "$2" })},
  ${answeredHandoverSql("conversation")},
  job AS (
    INSERT INTO "OutboundJob" AS j
      ("organizationId", "conversationId", "idempotencyKey", "requestId", author, reply, "replySeenCount")
    SELECT "organizationId", id, ${keySql("id", "$3")}, $4, 'PERSON', $5::jsonb, "inboundCount"
    FROM conversation
    ON CONFLICT ("idempotencyKey") DO UPDATE SET "idempotencyKey" = j."idempotencyKey"
    RETURNING j.id
  )
  SELECT id FROM job`,
};

/**
 * Answers as a person, with anything Meta takes (src/infra/whatsapp/outbound-content.ts), through the same queue and sender
 * as the bot, and takes the conversation over. Meta's limits and the 24 h window hold for people too; only a template
 * passes outside it. @returns the job. @throws INVALID_INPUT, NOT_FOUND, FORBIDDEN for a group.
 */
export async function replyAsPerson(reply: PersonsReply, requestId: string): Promise<number> {
  const { conversationId, actor, clientId } = reply;
  const part = await check(reply);
  // Who wrote it, for the thread.
  const content = JSON.stringify({ parts: [part], handover: null, provider: null, model: null, actor });
  const [job] = await run<{ id: number }>(statement, [conversationId, actor, clientId, requestId, content]);
  if (!job) throw notFound(reply);
  return job.id;
}

const findStatement = {
  name: "find_persons_job",
  text: `SELECT id FROM "OutboundJob" WHERE "idempotencyKey" = ${keySql("$1::bigint", "$2")}`,
};

/** The job of a message that was queued before under its client id. */
export async function findPersonsJob(conversationId: number, clientId: string): Promise<number | undefined> {
  const [job] = await run<{ id: number }>(findStatement, [conversationId, clientId]);
  return job?.id;
}

/** What is wrong is told to whoever writes, not found out by a job. */
async function check(reply: PersonsReply): Promise<ReplyPart> {
  const content = contentOf("text" in reply ? reply.text : (reply.content as ReplyPart));
  const [route] = await run<{ organizationId: string; integrationId: string; isGroup: boolean }>(
    routeStatement,
    [reply.conversationId],
  );
  if (!route) throw notFound(reply);
  if (route.isGroup)
    throw new AppError("FORBIDDEN", "Nothing is sent to groups", {
      publicMessage: "Nothing is sent to groups.",
    });
  if ("text" in reply) return reply.text;
  await checkFiles(content, route.organizationId);
  if (content.type !== "template") return content;
  const { name, language, parameters, quotes } = content;
  const template = await getTemplate(route.integrationId, name, language);
  return { ...validateTemplate(template, parameters), quotes };
}

function notFound({ conversationId }: PersonsReply): AppError {
  return new AppError("NOT_FOUND", `No conversation ${conversationId}`);
}
