import { randomUUID } from "node:crypto";
import { beforeEach } from "vitest";
import { addDocument } from "@/domain/knowledge";
import { prisma } from "@/infra/database/prisma";
import { ownDatabase } from "./own-database";
import { type RecordingServer, recordingServer } from "./recording-server";
import { setEnv } from "./with-env";

/** An organization of its own for a test. */
export async function createOrganization(): Promise<string> {
  const slug = `org-${randomUUID()}`;
  return (await prisma().organization.create({ data: { name: "Test business", slug } })).id;
}

/**
 * Gives the test file a database and a web server whose pages may be read, and each test an organization; nothing is embedded
 * unless a test says with what.
 */
export function ownKnowledge() {
  ownDatabase();
  const web = recordingServer();
  let organizationId = "";
  beforeEach(async () => {
    setEnv({ OPENAI_API_KEY: undefined, KNOWLEDGE_PRIVATE_HOSTS: `127.0.0.1:${web.port}` });
    organizationId = await createOrganization();
  });
  return {
    web,
    get organizationId() {
      return organizationId;
    },
    addUrl: (path: string) =>
      addDocument({ organizationId, from: { url: `${web.url}${path}` }, actor: "test" }),
    addFile: (name: string, bytes: Buffer) =>
      addDocument({ organizationId, from: { name, bytes }, actor: "test" }),
  };
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
