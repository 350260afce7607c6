import { run } from "@/infra/database/statement";
import type { FoundPassage } from "./found";
import { plainLetters } from "./plain-letters";

/** Passages that have any word of the question are ranked; of more, only so many, whichever the index gives first. */
const MATCHES_MAX = 50_000;
/** Words of a question that are looked for. */
const WORDS_MAX = 48;

/**
 * Every word of the question may be there, none must be: people ask in sentences. Documents of several languages are each
 * searched with their own dictionary. What stands first has the most of the question's words, of which rare ones weigh
 * more, closest together (ts_rank_cd; 1: a long passage is not better for being long).
 *
 * A lexeme is quoted here as tsquery wants it: nothing of a question is ever an operator.
 */
export const searchByWordsStatement = {
  name: "knowledge_by_words",
  text: `
  WITH config AS MATERIALIZED (
    SELECT DISTINCT "searchConfig" AS name FROM "KnowledgeDocument" WHERE "organizationId" = $1
  ),
  asked AS MATERIALIZED (
    SELECT config.name, words.lexemes, words.query
    FROM config JOIN pg_ts_config known ON known.cfgname = config.name AND pg_ts_config_is_visible(known.oid),
    LATERAL (
      SELECT array_agg(quoted) AS lexemes, string_agg(quoted, ' | ')::tsquery AS query FROM (
        SELECT '''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''' AS quoted
        FROM unnest(to_tsvector(known.oid::regconfig, $2)) ORDER BY positions[1] LIMIT ${WORDS_MAX}
      ) each
    ) words
    WHERE words.query IS NOT NULL
  ),
  hit AS MATERIALIZED (
    SELECT p.id, p."documentId", p.search, asked.name, asked.lexemes, asked.query
    FROM asked JOIN "KnowledgePassage" p ON p.search @@ asked.query AND p."organizationId" = $1
  ),
  matching AS MATERIALIZED (
    SELECT hit.*, d.title, d.version
    FROM hit JOIN "KnowledgeDocument" d ON d.id = hit."documentId" AND d."searchConfig" = hit.name
    LIMIT ${MATCHES_MAX}
  ),
  word AS MATERIALIZED (
    SELECT each.name, each.lexeme, ln(1 + (SELECT count(*) FROM matching)::float / count(*)) AS weight
    FROM (SELECT m.name, unnest(m.lexemes) AS lexeme, m.search FROM matching m) each
    WHERE each.search @@ each.lexeme::tsquery
    GROUP BY each.name, each.lexeme
  ),
  ranked AS (
    SELECT m.*, ts_rank_cd(m.search, m.query, 1) AS closeness FROM matching m ORDER BY closeness DESC, m.id LIMIT $3 * 4
  )
  SELECT r.id AS "passageId", r."documentId", r.version AS "documentVersion", r.title, p.heading, p.text,
    (1 + r.closeness) * (
      SELECT sum(word.weight) FROM word WHERE word.name = r.name AND r.search @@ word.lexeme::tsquery) AS score
  FROM ranked r JOIN "KnowledgePassage" p ON p.id = r.id
  ORDER BY score DESC, r.id LIMIT $3`,
};

export async function searchByWords(question: {
  organizationId: string;
  query: string;
  candidates: number;
}): Promise<FoundPassage[]> {
  const { organizationId, query, candidates } = question;
  const plain = plainLetters(query);
  const words = plain === query ? query : `${query} ${plain}`;
  return await run<FoundPassage>(searchByWordsStatement, [organizationId, words, candidates]);
}
