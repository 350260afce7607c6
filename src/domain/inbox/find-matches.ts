import { run } from "@/infra/database/statement";
import { matchesContactSql, type SearchValues, wordsSql } from "./search-sql";

/** Messages with a word that more than this have are not collected: the newest conversations are walked through instead. */
const RARE_MAX = 20_000;

const statement = {
  name: "find_matches",
  text: `
  WITH hit AS MATERIALIZED (
    SELECT s."conversationId" FROM "Message" s
    WHERE s."organizationId" = $1 AND to_tsvector('simple', s.body) @@ ${wordsSql({ small: "$2", capitals: "$3" })}
    LIMIT ${RARE_MAX + 1}
  )
  SELECT (SELECT count(*)::int FROM hit) > ${RARE_MAX} AS "isCommon",
    ARRAY(SELECT DISTINCT "conversationId" FROM hit)::text[] AS "byWords",
    ARRAY(SELECT c.id FROM "Contact" s JOIN "Conversation" c ON c."contactId" = s.id
      WHERE s."organizationId" = $1 AND ${matchesContactSql({ small: "$2", capitals: "$3", number: "$4" })}
      LIMIT ${RARE_MAX})::text[] AS "byContact"`,
};

export interface Matches {
  /** Of conversations. */
  ids: string[];
  /** The words are in so many messages that `ids` has only the conversations of those whose name or number it is. */
  isCommon: boolean;
}

/**
 * What is looked for, found by the indexes before the list is gone through. Not within inOrganization: there `@@` is looked at
 * after the policy and no index serves it. What it finds is ids alone, and whoever shows a row reads it behind that wall.
 */
export async function findMatches(organizationId: string, search: SearchValues): Promise<Matches> {
  const values = [organizationId, search.small, search.capitals, search.digits];
  const [found] = await run<{ isCommon: boolean; byWords: string[]; byContact: string[] }>(statement, values);
  const { isCommon = false, byWords = [], byContact = [] } = found ?? {};
  return { isCommon, ids: isCommon ? byContact : [...new Set([...byWords, ...byContact])] };
}
