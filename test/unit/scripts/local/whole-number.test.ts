import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { wholeNumber } from "../../../../scripts/local/whole-number";

describe("a whole number on the command line", () => {
  it.each([
    ["1", 1],
    ["20", 20],
    ["000007", 7],
    ["999999999999999", 999_999_999_999_999],
  ])("reads %s", (text, value) => {
    expect(wholeNumber(1)(text)).toBe(value);
  });

  it.each(["", " ", "0", "-1", "1.5", "1e3", "0x10", "12a", "9999999999999999"])("refuses %j", (text) => {
    expect(() => wholeNumber(1)(text)).toThrow(InvalidArgumentError);
  });

  it("says its bounds", () => {
    expect(wholeNumber(0)("0")).toBe(0);
    expect(wholeNumber(1, 1_000)("1000")).toBe(1_000);
    expect(() => wholeNumber(1, 1_000)("1001")).toThrow("It must be a whole number from 1 to 1000.");
  });
});
