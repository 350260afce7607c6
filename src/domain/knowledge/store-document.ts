// Puts a text in the place of what came from the same source, with its passages, in one transaction: a search sees the old
// text or the new one, never half of each.

import { createHash, randomUUID } from "node:crypto";
import type { Ask } from "@/infra/database/statement";
import { inTransaction } from "@/infra/database/transaction";
import { AppError } from "@/lib/errors";
import { type CutPassage, cutPassages, HEADING_JOINER } from "./cut-passages";
import type { KnowledgeKind, StoredDocument } from "./knowledge-document";
import { plainLetters } from "./plain-letters";

export interface DocumentToStore {
  organizationId: string;
  source: string | null;
  kind: KnowledgeKind;
  title: string;
  content: string;
  searchConfig: string;
  actor: string;
  /** Read again: one that was removed meanwhile stays so. */
  isRefresh?: boolean | undefined;
}

/** Two at once from one source: the second waits for the first and then replaces it. */
const lock = {
  name: "knowledge_lock",
  text: `SELECT pg_advisory_xact_lock(hashtextextended('knowledge/' || $1 || '/' || $2, 0))`,
};

const readOld = {
  name: "knowledge_old",
  text: `
  SELECT d.id, d.version, d.sha256, d.title, d."searchConfig",
    (SELECT count(*)::int FROM "KnowledgePassage" p WHERE p."documentId" = d.id) AS passages
  FROM "KnowledgeDocument" d WHERE d."organizationId" = $1 AND d.source = $2`,
};

const confirm = {
  name: "knowledge_confirm",
  text: `
  UPDATE "KnowledgeDocument" SET status = 'ready', error = NULL, "fetchedAt" = now() WHERE id = $1`,
};

const put = {
  name: "knowledge_put",
  text: `
  INSERT INTO "KnowledgeDocument" (id, "organizationId", source, kind, title, content, "searchConfig", sha256, "fetchedAt")
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())
  ON CONFLICT (id) DO UPDATE SET kind = $4, title = $5, content = $6, "searchConfig" = $7, sha256 = $8,
    version = "KnowledgeDocument".version + 1, status = 'ready', error = NULL, "fetchedAt" = now(), "updatedAt" = now()
  RETURNING version`,
};

/** The old passages keep their positions free for the new ones, which take over what was paid for already. */
const setAside = {
  name: "knowledge_set_aside",
  text: `UPDATE "KnowledgePassage" SET position = -1 - position WHERE "documentId" = $1`,
};

/** Headings and the title weigh more than the text; what is written with accents is found without them as well. */
const addPassages = {
  name: "knowledge_add_passages",
  text: `
  INSERT INTO "KnowledgePassage" ("organizationId", "documentId", position, heading, text, search, embedding, "embeddingModel")
  SELECT $1, $2, new.position, new.heading, new.text,
    setweight(to_tsvector($3::regconfig, new.about), 'B') || to_tsvector($3::regconfig, new.text)
      || to_tsvector($3::regconfig, new.plain),
    coalesce(old.embedding, '{}'), old."embeddingModel"
  FROM json_to_recordset($4::json) AS new(position int, heading text, text text, about text, plain text)
  LEFT JOIN LATERAL (
    SELECT p.embedding, p."embeddingModel" FROM "KnowledgePassage" p
    WHERE p."documentId" = $2 AND p.position < 0 AND p.text = new.text AND p.heading IS NOT DISTINCT FROM new.heading
      AND p."embeddingModel" IS NOT NULL AND NOT $5::boolean
    LIMIT 1
  ) old ON true`,
};

const dropOld = {
  name: "knowledge_drop_old",
  text: `DELETE FROM "KnowledgePassage" WHERE "documentId" = $1 AND position < 0`,
};

const audit = {
  name: "knowledge_audit",
  text: `
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
  VALUES ($1, $2, $3, 'KnowledgeDocument', $4, $5)`,
};

interface OldDocument {
  id: string;
  version: number;
  sha256: string | null;
  title: string;
  searchConfig: string;
  passages: number;
}

export async function storeDocument(document: DocumentToStore): Promise<StoredDocument> {
  const passages = cutPassages(document.content);
  const sha256 = createHash("sha256").update(document.content).digest("hex");
  return await inTransaction(async (ask) => {
    const old = await lockOld(ask, document);
    if (old && isSame(old, { ...document, sha256 })) {
      await ask(confirm, [old.id]);
      return {
        id: old.id,
        title: old.title,
        version: old.version,
        passages: old.passages,
        outcome: "unchanged",
      };
    }
    if (!old && document.isRefresh)
      throw new AppError("NOT_FOUND", `${document.source}: it was removed meanwhile.`);
    const id = old?.id ?? randomUUID();
    const { organizationId, source, kind, title, content, searchConfig, actor } = document;
    const values = [id, organizationId, source, kind, title, content, searchConfig, sha256];
    const [stored] = await ask<{ version: number }>(put, values);
    const version = stored?.version ?? 1;
    await ask(setAside, [id]);
    const rows = JSON.stringify(passages.map((passage, position) => toRow(passage, position, title)));
    await ask(addPassages, [
      organizationId,
      id,
      searchConfig,
      rows,
      old !== undefined && old.title !== title,
    ]);
    await ask(dropOld, [id]);
    const details = { source, version, passages: passages.length };
    await ask(audit, [
      organizationId,
      actor,
      old ? "knowledge_changed" : "knowledge_added",
      id,
      JSON.stringify(details),
    ]);
    return { id, title, version, passages: passages.length, outcome: old ? "changed" : "added" };
  });
}

async function lockOld(
  ask: Ask,
  { organizationId, source }: DocumentToStore,
): Promise<OldDocument | undefined> {
  if (source === null) return undefined;
  await ask(lock, [organizationId, source]);
  return (await ask<OldDocument>(readOld, [organizationId, source]))[0];
}

function isSame(old: OldDocument, document: DocumentToStore & { sha256: string }): boolean {
  return (
    old.sha256 === document.sha256 &&
    old.title === document.title &&
    old.searchConfig === document.searchConfig
  );
}

function toRow({ heading, text }: CutPassage, position: number, title: string) {
  return {
    position,
    heading,
    text,
    about: `${title} ${heading?.replaceAll(HEADING_JOINER, " ") ?? ""}`,
    plain: accentedWordsPlain(text),
  };
}

/** The words of a text that have accents, without them. */
function accentedWordsPlain(text: string): string {
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  return words
    .filter((word) => plainLetters(word) !== word)
    .map(plainLetters)
    .join(" ");
}
