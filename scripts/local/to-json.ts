/** Rows as JSON: JSON knows no bigint, and ids and sizes are far from where a number is not exact any more. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, member) => (typeof member === "bigint" ? Number(member) : member), 2);
}
