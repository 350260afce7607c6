// What the list's search finds: names, numbers (also a part of one), and words of messages.

/** Fewer digits are in every number. */
const DIGITS_MIN = 3;

export interface SearchValues {
  text: string;
  /** Null: it is no number. */
  digits: string | null;
}

/** "+55 (11) 9…" is looked for by its digits. */
export function searchValues(search: string | undefined): SearchValues | null {
  const text = search?.trim() ?? "";
  if (text === "") return null;
  const digits = /^[\d\s()+./-]+$/.test(text) ? text.replace(/\D/g, "") : "";
  return { text, digits: digits.length >= DIGITS_MIN ? digits : null };
}

interface Parameters {
  small: string;
  capitals: string;
  number: string;
}

/**
 * Whether a contact s is who is looked for. Capitals with accents are looked for as well: where the database's locale is C,
 * PostgreSQL takes them for other letters than the small ones.
 */
export function matchesContactSql({ small, capitals, number }: Parameters): string {
  const named = ["name", "profileName", "username"].flatMap((column) =>
    [small, capitals].map((words) => `strpos(lower(s."${column}"), lower(${words}::text)) > 0`),
  );
  return `(${named.join(" OR ")} OR strpos(s.phone, ${number}::text) > 0)`;
}

/** Whether a conversation c has to do with what is looked for. Makes three parameters. */
export function matchesSearchSql(
  { text, digits }: SearchValues,
  organizationId: string,
  parameter: (value: unknown) => string,
): string {
  const [small, capitals] = [parameter(text.toLowerCase()), parameter(text.toUpperCase())];
  const words = `(plainto_tsquery('simple', ${small}::text) || plainto_tsquery('simple', ${capitals}::text))`;
  return `(c."contactId" IN (
      SELECT s.id FROM "Contact" s WHERE s."organizationId" = ${organizationId}
        AND ${matchesContactSql({ small, capitals, number: parameter(digits) })})
    OR c.id IN (
      SELECT s."conversationId" FROM "Message" s WHERE s."organizationId" = ${organizationId}
        AND to_tsvector('simple', s.body) @@ ${words}))`;
}
