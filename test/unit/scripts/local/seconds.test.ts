import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { seconds } from "../../../../scripts/local/seconds";

describe("seconds on the command line", () => {
  it("may have a fraction, and be none where that means something", () => {
    expect(seconds("above 0")("1.5")).toBe(1.5);
    expect(seconds("from 0")("0")).toBe(0);
  });

  it.each(["", " ", "0", "-1", "soon", "Infinity"])("are not %j", (text) => {
    expect(() => seconds("above 0")(text)).toThrow(InvalidArgumentError);
  });

  it.each(["", "-0.5", "NaN"])("are not %j, also where they may be none", (text) => {
    expect(() => seconds("from 0")(text)).toThrow("It must be a number from 0.");
  });
});
