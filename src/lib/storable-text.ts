// PostgreSQL stores neither NUL nor half of a surrogate pair. Both can be written in JSON, so both arrive.

/** The text with what cannot be stored replaced by U+FFFD, the replacement character. */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "\uFFFD").toWellFormed();
}

/** A JSON value with every text and key in it made storable. */
export function storableJson(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [storableText(key), storableJson(member)]),
  );
}
