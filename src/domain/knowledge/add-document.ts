import { documents } from "./search-knowledge";

interface NewDocument {
  organizationId: string;
  from: { name: string; bytes: Uint8Array };
  title?: string;
  actor: string;
}

export function addDocument({ organizationId, from, title }: NewDocument): Promise<void> {
  const text = Buffer.from(from.bytes).toString("utf8");
  documents.push({ organizationId, title: title ?? from.name, text });
  return Promise.resolve();
}
