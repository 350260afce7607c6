// What the inbox's search finds: names, numbers (also a part of one), and words of messages.

/** Fewer digits are in every number. */
const DIGITS_MIN = 3;

export interface SearchValues {
  small: string;
  /**
   * The same in capitals, which are looked for as well where they are more than ASCII: in a database whose locale is C,
   * PostgreSQL takes a capital with an accent for another letter than the small one.
   */
  capitals: string | null;
  /** Null: it is no number. */
  digits: string | null;
}

/** "+55 (11) 9…" is looked for by its digits. Null: there is nothing to look for. */
export function searchValues(search: string | undefined): SearchValues | null {
  const text = search?.trim() ?? "";
  if (text === "") return null;
  const [small, capitals] = [text.toLowerCase(), text.toUpperCase()];
  const digits = /^[\d\s()+./-]+$/.test(text) ? text.replace(/\D/g, "") : "";
  return {
    small,
    capitals: /^\p{ASCII}*$/u.test(text) ? null : capitals,
    digits: digits.length >= DIGITS_MIN ? digits : null,
  };
}

interface Parameters {
  small: string;
  capitals: string;
}

/** Whether a contact s is who is looked for. */
export function matchesContactSql({ small, capitals, number }: Parameters & { number: string }): string {
  const names = `lower(concat_ws(chr(10), s.name, s."profileName", s.username))`;
  return `(strpos(s.phone, ${number}::text) > 0 OR strpos(${names}, lower(${small}::text)) > 0
    OR (${capitals}::text IS NOT NULL AND strpos(${names}, lower(${capitals}::text)) > 0))`;
}

/** What a message has to have: all the words. */
export function wordsSql({ small, capitals }: Parameters): string {
  return `(plainto_tsquery('simple', ${small}::text) || plainto_tsquery('simple', coalesce(${capitals}::text, '')))`;
}
