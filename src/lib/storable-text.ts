// PostgreSQL stores neither NUL nor half of a surrogate pair. Both can be written in JSON, so both arrive.

/** The text with what cannot be stored replaced by U+FFFD, the replacement character. */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "\uFFFD").toWellFormed();
}

/** Deeper than anything Meta sends, and shallow enough for every stack it passes. */
const DEPTH_MAX = 64;

/** A JSON value with every text and key in it made storable; what is nested too deeply becomes null. */
export function storableJson(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return storableText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEPTH_MAX) return null;
  if (Array.isArray(value)) return value.map((member) => storableJson(member, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [storableText(key), storableJson(member, depth + 1)]),
  );
}
