import { randomUUID } from "node:crypto";
import { prisma } from "@/infra/database/prisma";
import { setEnv } from "./with-env";

type Context = { params: Promise<Record<string, string>> };
type Route = (request: Request, context: Context) => Promise<Response>;

/** Has whoever asks be the admin of an organization, as on a machine of one's own. */
export async function actAsAdminOf(organizationId: string): Promise<{ id: string }> {
  setEnv({ INBOX_WITHOUT_SIGN_IN: "true" });
  // The oldest admin of all is the one that is acted as.
  await prisma().user.deleteMany();
  return await prisma().user.create({
    data: { organizationId, email: `${randomUUID()}@example.com`, name: "Ana", role: "ADMIN" },
  });
}

interface Ask extends RequestInit {
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
}

/** Asks a route of the inbox's API, as a page of ours would. */
export async function askRoute(route: Route, { params = {}, query = {}, json, ...init }: Ask = {}) {
  const url = `http://localhost/api/inbox/x?${new URLSearchParams(query)}`;
  const body = json === undefined ? init.body : JSON.stringify(json);
  const headers = { host: "localhost", ...(init.headers as Record<string, string> | undefined) };
  const method = init.method ?? (body == null ? "GET" : "POST");
  const request = new Request(url, { ...init, body, headers, method });
  const response = await route(request, { params: Promise.resolve(params) });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

/** What was written to the audit of an organization, oldest first. */
export function auditOf(organizationId: string) {
  return prisma().auditEvent.findMany({
    where: { organizationId },
    orderBy: { id: "asc" },
    select: { actor: true, action: true, entity: true, entityId: true },
  });
}
