import { randomUUID } from "node:crypto";
import { addDocument } from "@/domain/knowledge";
import { prisma } from "@/infra/database/prisma";
import type { RecordingServer } from "./recording-server";

/** An organization of its own for a test. */
export async function createOrganization(): Promise<string> {
  const slug = `org-${randomUUID()}`;
  return (await prisma().organization.create({ data: { name: "Test business", slug } })).id;
}

/** Gives an organization a Markdown document. */
export function teach(organizationId: string, name: string, text: string, language?: string) {
  const from = { name, bytes: Buffer.from(text) };
  return addDocument({ organizationId, from, language, actor: "test" });
}

/** Has a server answer every request with this. */
export function answerWith(server: RecordingServer, type: string, body: string | Buffer): void {
  server.answer = (response) => {
    response.setHeader("content-type", type);
    response.end(body);
  };
}
