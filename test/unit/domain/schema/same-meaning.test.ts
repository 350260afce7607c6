import { describe, expect, it } from "vitest";
import { compareTypes, isSameDefault, isSameExpression, mentions } from "@/domain/schema/same-meaning";

describe("types", () => {
  it.each([
    ["text", "text", "same"],
    ["text", "character varying", "same"],
    ["text", "character varying(20)", "shorter"],
    ["character varying(20)", "character varying(40)", "wider"],
    ["character varying(20)", "text", "wider"],
    ["character varying(20)", "character varying(10)", "shorter"],
    ["text", "jsonb", "other"],
    ["bigint", "integer", "other"],
    ["integer", "bigint", "other"],
    ["timestamp(3) with time zone", "timestamp with time zone", "wider"],
    ["timestamp(3) with time zone", "timestamp(0) with time zone", "shorter"],
    ["timestamp(6) with time zone", "timestamp with time zone", "same"],
    ["timestamp(3) with time zone", "timestamp(3) without time zone", "other"],
    ["timestamp(3) with time zone", "date", "other"],
    ["numeric(10,2)", "numeric(12,2)", "wider"],
    ["numeric(10,2)", "numeric(12,4)", "wider"],
    ["numeric(10,2)", "numeric(10,4)", "shorter"],
    ["numeric(10,2)", "numeric", "wider"],
    ["numeric", "numeric(10,2)", "shorter"],
    ["bigint[]", "integer[]", "other"],
  ])("%s where there is %s: %s", (expected, live, verdict) => {
    expect(compareTypes(expected, live)).toBe(verdict);
  });
});

describe("defaults", () => {
  it.each([
    ["CURRENT_TIMESTAMP", "now()"],
    ["CURRENT_TIMESTAMP", "transaction_timestamp()"],
    ["0", "'0'::bigint"],
    ["0", "(0)::bigint"],
    ["-1", "'-1'::integer"],
    ["ARRAY[]::bigint[]", "'{}'::bigint[]"],
    ["'x'::text", "('x'::text)"],
    [undefined, "NULL::text"],
  ])("%s is %s", (a, b) => expect(isSameDefault(a, b)).toBe(true));

  it.each([
    ["CURRENT_TIMESTAMP", "clock_timestamp()"],
    ["0", "1"],
    ["'0'::text", "0"],
    ["'a'::text", "'b'::text"],
    [undefined, "0"],
    ["ARRAY[]::bigint[]", "ARRAY[1]::bigint[]"],
  ])("%s is not %s", (a, b) => expect(isSameDefault(a, b)).toBe(false));
});

describe("conditions", () => {
  it("may stand in parentheses", () => {
    expect(isSameExpression("((a) = (b))", "(a) = (b)")).toBe(true);
    expect(isSameExpression("(a = b) AND (c = d)", "a = b) AND (c = d")).toBe(false);
    expect(isSameExpression(undefined, undefined)).toBe(true);
    expect(isSameExpression(undefined, "true")).toBe(false);
  });

  it("speak of a column by its whole name", () => {
    expect(mentions(`("heldAt" IS NULL)`, "heldAt")).toBe(true);
    expect(mentions("(status = 'queued'::text)", "status")).toBe(true);
    expect(mentions(`("heldAtLast" IS NULL)`, "heldAt")).toBe(false);
    expect(mentions("(sub_status = 1)", "status")).toBe(false);
    expect(mentions(undefined, "status")).toBe(false);
  });
});
