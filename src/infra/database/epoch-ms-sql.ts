/** A time as epoch milliseconds, with their fractions: for JSON that PostgreSQL makes, whose times would have no type. */
export function epochMsSql(time: string): string {
  return `(extract(epoch FROM ${time})::float8 * 1000)`;
}
