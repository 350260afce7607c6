import { detect } from "tinyld";
import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";

const known = {
  name: "knowledge_search_configs",
  text: "SELECT cfgname AS name FROM pg_ts_config WHERE pg_ts_config_is_visible(oid)",
};

/** What the documents of an organization are in, mostly. */
const usual = {
  name: "knowledge_usual_config",
  text: `
  SELECT "searchConfig" AS name FROM "KnowledgeDocument" WHERE "organizationId" = $1
  GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
};

/** A document that is longer says nothing new about its language; of a shorter one than that, nobody can be sure. */
const LOOK_CHARACTERS = 10_000;
const SURE_CHARACTERS = 150;

interface Text {
  organizationId: string;
  content: string;
  /** As somebody has given it. */
  language?: string | undefined;
}

/**
 * The text search configuration of PostgreSQL that a document is searched with: of the language that was given, else of the one
 * its words are in; a text too short to tell is in the language of most others. `simple`, words as they are written, for
 * languages the database has no dictionary for. @throws INVALID_INPUT for what is no language.
 */
export async function chooseSearchConfig({ organizationId, content, language }: Text): Promise<string> {
  const names = (await run<{ name: string }>(known)).map(({ name }) => name);
  if (language === undefined) {
    const [mostly] =
      content.length < SURE_CHARACTERS ? await run<{ name: string }>(usual, [organizationId]) : [];
    return mostly?.name ?? configOf(detect(content.slice(0, LOOK_CHARACTERS)), names) ?? "simple";
  }
  if (names.includes(language.toLowerCase())) return language.toLowerCase();
  const config = configOf(language, names);
  if (config === undefined) {
    const publicMessage = `${JSON.stringify(language)} is no language: write a code such as pt-BR, or a text search configuration of PostgreSQL.`;
    throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
  }
  return config;
}

/** PostgreSQL calls its configurations by the English names of languages, Intl knows those. Undefined: no language. */
function configOf(code: string, names: string[]): string | undefined {
  try {
    const { language } = new Intl.Locale(code);
    const name = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" }).of(language);
    const word = name?.toLowerCase().split(" ")[0];
    return word === undefined ? undefined : names.includes(word) ? word : "simple";
  } catch {
    return undefined; // Intl throws for what is written like no code.
  }
}
