import type { ConversationRow } from "@/app/_contract/conversation";
import { prisma } from "@/infra/database/prisma";
import { customerWrites, newCustomer } from "./factories";
import { row } from "./own-database";

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Asks a route of the inbox, as the oldest admin where INBOX_WITHOUT_SIGN_IN is set. */
export async function askInbox(
  route: Route,
  {
    path = "x",
    params = {},
    ...init
  }: RequestInit & { path?: string; params?: Record<string, unknown> } = {},
) {
  const request = new Request(`http://localhost/api/inbox/${path}`, {
    ...init,
    headers: { host: "localhost", ...init.headers },
  });
  const named = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
  const response = await route(request, { params: Promise.resolve(named) });
  return { status: response.status, body: await response.json() };
}

/** Somebody who works in the inbox. */
export function createUser(organizationId: string, fields: { role?: "ADMIN" | "AGENT"; name?: string } = {}) {
  const { role = "ADMIN", name = "Ana" } = fields;
  const email = `${crypto.randomUUID()}@example.com`;
  return prisma().user.create({ data: { organizationId, email, name, role } });
}

/** A conversation in which a new customer has written. */
export async function startConversation(
  phoneNumberId: string,
  ...texts: [string, ...string[]]
): Promise<{ conversationId: number; customer: string; wamids: string[] }> {
  const customer = newCustomer();
  const wamids = await customerWrites(phoneNumberId, customer, ...texts);
  const { conversationId } = await conversationOfMessage(wamids[0] as string);
  return { conversationId, customer, wamids };
}

export function conversationOfMessage(wamid: string): Promise<{ conversationId: number; id: number }> {
  return row<{ conversationId: number; id: number }>(
    `SELECT "conversationId", id FROM "Message" WHERE "providerMessageId" = $1`,
    [wamid],
  );
}

export function ids(conversations: ConversationRow[]): number[] {
  return conversations.map(({ id }) => id);
}
