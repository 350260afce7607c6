import { basename } from "node:path";
import { AppError } from "@/lib/errors";
import { type Embedding, embedMissing } from "./embed-missing";
import type { ReadDocument, StoredDocument } from "./knowledge-document";
import { readFileSource, readUrlSource } from "./read-source";
import { chooseSearchConfig } from "./search-config";
import { storeDocument } from "./store-document";

/** What is added: the bytes of a file under its name, or an address. */
export type KnowledgeSource = { name: string; bytes: Uint8Array } | { url: string };

export interface NewDocument {
  organizationId: string;
  from: KnowledgeSource;
  /** Left out: what it calls itself, else the file's name or the address. */
  title?: string | undefined;
  /** A code such as pt-BR; left out: the one its words are in. */
  language?: string | undefined;
  actor: string;
}

export interface AddedDocument extends StoredDocument {
  embedding: Embedding;
}

const TITLE_CHARACTERS_MAX = 200;
const SOURCE_CHARACTERS_MAX = 2_000;

/**
 * Adds what the bot may know, or replaces what came from the same source; what has not changed stays as it is. @throws
 * INVALID_INPUT, saying why it cannot be read: then nothing has changed.
 */
export async function addDocument(document: NewDocument): Promise<AddedDocument> {
  const source = sourceOf(document.from);
  const read =
    "url" in document.from ? await readUrlSource(source) : await readFileSource(source, document.from.bytes);
  const stored = await storeRead({ ...document, source }, read);
  return { ...stored, embedding: await embedMissing(document.organizationId, stored.id) };
}

interface Known {
  organizationId: string;
  source: string;
  title?: string | undefined;
  language?: string | undefined;
  actor: string;
  isRefresh?: boolean;
}

/** Stores what was read from a source. */
export async function storeRead(
  { organizationId, source, title, language, actor, isRefresh }: Known,
  { kind, content, title: ownTitle }: ReadDocument,
): Promise<StoredDocument> {
  const searchConfig = await chooseSearchConfig({ organizationId, content, language });
  const chosen = (title?.trim() || ownTitle || titleOf(source)).slice(0, TITLE_CHARACTERS_MAX).toWellFormed();
  const document = { organizationId, source, kind, title: chosen, content, searchConfig, actor, isRefresh };
  return await storeDocument(document);
}

/** An address is known by what a browser would make of it. @throws INVALID_INPUT. */
function sourceOf(from: KnowledgeSource): string {
  const source = "url" in from ? canonical(from.url) : from.name.trim();
  const isUsable = source !== "" && source.length <= SOURCE_CHARACTERS_MAX && !source.includes("\u0000");
  if (isUsable) return source;
  const publicMessage = `A source needs a name of at most ${SOURCE_CHARACTERS_MAX} characters.`;
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}

function canonical(url: string): string {
  if (!URL.canParse(url)) {
    const publicMessage = `${url}: this is no address.`;
    throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
  }
  const parsed = new URL(url);
  parsed.hash = "";
  return parsed.href;
}

function titleOf(source: string): string {
  return URL.canParse(source) ? source : basename(source).replace(/\.\w+$/, "");
}
