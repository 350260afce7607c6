// Whether two pieces of SQL that PostgreSQL has written down mean the same.

const NOW = /^(now\(\)|transaction_timestamp\(\)|CURRENT_TIMESTAMP(\(\d\))?)$/i;

/** Defaults: `now()` is CURRENT_TIMESTAMP, `'0'::bigint` is 0, `'{}'::bigint[]` is an empty array. */
export function isSameDefault(a: string | undefined, b: string | undefined): boolean {
  return canonicalDefault(a) === canonicalDefault(b);
}

function canonicalDefault(text: string | undefined): string | undefined {
  if (text === undefined || /^NULL(::.*)?$/.test(text)) return undefined;
  const bare = bareExpression(text);
  if (NOW.test(bare)) return "now()";
  if (/^ARRAY\[\](::[^:]+)?$/.test(bare) || /^'\{\}'::[^:]+\[\]$/.test(bare)) return "{}";
  const number =
    /^\(?'?(-?\d+(\.\d+)?)'?\)?(::(bigint|integer|smallint|numeric|double precision|real))?$/.exec(bare);
  return number?.[1] ?? bare;
}

/** Conditions of indexes and checks: only parentheses around the whole may differ. */
export function isSameExpression(a: string | undefined, b: string | undefined): boolean {
  return (
    (a === undefined ? undefined : bareExpression(a)) === (b === undefined ? undefined : bareExpression(b))
  );
}

function bareExpression(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("(") || !trimmed.endsWith(")")) return trimmed;
  let depth = 0;
  for (let at = 0; at < trimmed.length - 1; at += 1) {
    if (trimmed[at] === "(") depth += 1;
    else if (trimmed[at] === ")") depth -= 1;
    if (depth === 0) return trimmed; // The first parenthesis closes before the end: it is not around the whole.
  }
  return bareExpression(trimmed.slice(1, -1));
}

/** Whether an expression speaks of a column. A word in a string counts as well: asking once too often does no harm. */
export function mentions(expression: string | undefined, column: string): boolean {
  if (expression === undefined) return false;
  const name = column.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(^|[^\\w"])"?${name}"?($|[^\\w"])`).test(expression);
}

interface TypeParts {
  family: string;
  /** How much fits in, in the type's own measure; undefined: no limit. */
  size: number[] | undefined;
}

const TIME = /^(timestamp|time)(?:\((\d)\))? (with|without) time zone$/;
const SIZED = /^(character varying|character|numeric|bit varying|bit)(?:\(([\d,]+)\))?$/;
const TIME_DIGITS = 6; // What PostgreSQL keeps when nothing is said.

export type TypeVerdict = "same" | "wider" | "shorter" | "other";

/** How a live type does for an expected one. Text and varchar are the same apart from a limit. */
export function compareTypes(expected: string, live: string): TypeVerdict {
  if (expected === live) return "same";
  const [a, b] = [typeParts(expected), typeParts(live)];
  if (a.family !== b.family) return "other";
  if (b.size === undefined) return a.size === undefined ? "same" : "wider";
  if (a.size === undefined) return "shorter";
  const more = a.size.map((size, at) => (b.size?.[at] ?? 0) - size);
  if (more.every((by) => by === 0)) return "same";
  return more.every((by) => by >= 0) ? "wider" : "shorter";
}

function typeParts(type: string): TypeParts {
  if (type === "text") return { family: "characters", size: undefined };
  const time = TIME.exec(type);
  if (time) return { family: `${time[1]} ${time[3]}`, size: [Number(time[2] ?? TIME_DIGITS)] };
  const sized = SIZED.exec(type);
  if (!sized) return { family: type, size: undefined };
  const [precision, scale = 0] = (sized[2] ?? "").split(",").map(Number);
  const family = sized[1] === "character varying" ? "characters" : `${sized[1]}`;
  if (!sized[2] || precision === undefined) return { family, size: undefined };
  // Digits before and after the point: both must fit.
  return { family, size: family === "numeric" ? [precision - scale, scale] : [precision] };
}
