import { type AddOutcome, addDocuments, type KnowledgeSource } from "@/domain/knowledge";
import { AppError } from "@/lib/errors";
import type { InboxSession } from "./session";

interface Added {
  sources: KnowledgeSource[];
  title?: string | undefined;
  language?: string | undefined;
}

/** Adds what somebody sends for the bot to know. @throws INVALID_INPUT, saying why, where nothing of it could be added. */
export async function addSources(
  { organizationId, actor }: InboxSession,
  { sources, title, language }: Added,
): Promise<{ outcomes: AddOutcome[] }> {
  const documents = sources.map((from) => ({ organizationId, from, title, language, actor }));
  const outcomes = await addDocuments(documents);
  if (outcomes.some(({ added }) => added !== null)) return { outcomes };
  const publicMessage = outcomes.map(({ problem }) => problem).join("\n");
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
