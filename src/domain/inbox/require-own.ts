import { inOrganization } from "@/infra/database/in-organization";
import { AppError } from "@/lib/errors";
import type { Agent } from "./agent";

const ownSql = (tableSql: string) => `SELECT id FROM ${tableSql} WHERE "organizationId" = $1 AND id = $2`;

const statements = {
  Conversation: { name: "own_conversation", text: ownSql('"Conversation"') },
  Message: { name: "own_message", text: ownSql('"Message"') },
  Contact: { name: "own_contact", text: ownSql('"Contact"') },
  ContactMerge: { name: "own_merge", text: ownSql('"ContactMerge"') },
  OutboundJob: { name: "own_job", text: ownSql('"OutboundJob"') },
};

/** Looks a row up before it is worked on. @throws NOT_FOUND, also for what is another organization's. */
export async function requireOwn(
  { organizationId }: Pick<Agent, "organizationId">,
  entity: keyof typeof statements,
  id: number,
): Promise<void> {
  const rows = await inOrganization(organizationId, (ask) => ask(statements[entity], [organizationId, id]));
  if (rows.length === 0) throw notFound(entity, id);
}

export function notFound(entity: string, id: number | string): AppError {
  return new AppError("NOT_FOUND", `No ${entity} ${id}`, { publicMessage: "There is no such thing here." });
}
