import { beforeAll, beforeEach } from "vitest";
import * as messages from "@/app/api/inbox/conversations/[id]/messages/route";
import * as takeOver from "@/app/api/inbox/conversations/[id]/take-over/route";
import { prisma } from "@/infra/database/prisma";
import { createIntegration } from "./factories";
import { askInbox, createUser, startConversation } from "./inbox";
import { ownDatabase, rows } from "./own-database";
import { inRequestScope } from "./request-scope";
import { setEnv } from "./with-env";

type Route = Parameters<typeof askInbox>[0];

/** Two organizations, of which the first is that of whoever asks. */
export interface OwnInbox {
  readonly phoneNumberId: string;
  readonly integrationId: string;
  readonly organizationId: string;
  /** Who asks: an admin. */
  readonly userId: string;
  /** The other organization's. */
  readonly other: { phoneNumberId: string; organizationId: string; integrationId: string; userId: string };
}

/** Gives the test file a database in which an admin works in the inbox. */
export function ownInbox(): OwnInbox {
  ownDatabase();
  const own = { phoneNumberId: "", integrationId: "", organizationId: "", userId: "" };
  const other = { ...own };
  const create = async () => {
    const { id: integrationId, phoneNumberId, organizationId } = await createIntegration();
    return { integrationId, phoneNumberId, organizationId, userId: (await createUser(organizationId)).id };
  };
  beforeAll(async () => {
    Object.assign(own, await create());
    Object.assign(other, await create());
  });
  beforeEach(() => setEnv({ INBOX_WITHOUT_SIGN_IN: "true" }));
  return Object.assign(own, { other });
}

interface Asking {
  params?: Record<string, unknown>;
  query?: Record<string, string>;
  body?: unknown;
}

/** Asks a route. `left`: how often it wants the queue worked on after its answer. */
export async function ask(route: Route, { params, query = {}, body }: Asking = {}) {
  const { result, left } = await inRequestScope(() =>
    askInbox(route, {
      method: "POST",
      path: `x?${new URLSearchParams(query)}`,
      ...(params && { params }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  return { ...result, left };
}

/** Asks a GET route. */
export function read(route: Route, { params, query = {} }: Omit<Asking, "body"> = {}) {
  return askInbox(route, { path: `x?${new URLSearchParams(query)}`, ...(params && { params }) });
}

/** A conversation in which a person speaks. */
export async function takenOver(phoneNumberId: string): Promise<number> {
  const { conversationId } = await startConversation(phoneNumberId, "hello");
  await ask(takeOver.POST, { params: { id: conversationId } });
  return conversationId;
}

let sent = 0;

/** Sends a text, or what `body` says. */
export function send(conversationId: number, body: Record<string, unknown> = {}) {
  sent += 1;
  const given = { clientId: `client-${process.pid}-${sent}`, ...body };
  const message = "content" in given ? given : { text: "Hello!", ...given };
  return ask(messages.POST, { params: { id: conversationId }, body: message });
}

/** What the audit has of a row, oldest first. */
export function auditOf(entity: string, entityId: number | string) {
  return rows<{ actor: string; action: string; details: Record<string, unknown> }>(
    `SELECT actor, action, details FROM "AuditEvent" WHERE entity = $1 AND "entityId" = $2 ORDER BY id`,
    [entity, String(entityId)],
  );
}

/** The actions of the audit of a conversation, oldest first. */
export async function actionsOf(conversationId: number): Promise<string[]> {
  return (await auditOf("Conversation", conversationId)).map(({ action }) => action);
}

/** A person's jobs of a conversation, oldest first. */
export function personsJobs(conversationId: number) {
  return rows<{ id: number; status: string; reply: { parts: unknown[]; actor: string } }>(
    `SELECT id, status, reply FROM "OutboundJob" WHERE "conversationId" = $1 AND author = 'PERSON' ORDER BY id`,
    [conversationId],
  );
}

/** Changes a conversation behind everybody's back. */
export function change(conversationId: number, data: Record<string, unknown>) {
  return prisma().conversation.update({ where: { id: conversationId }, data });
}
