import { describe, expect, it } from "vitest";
import { parseJson } from "@/lib/parse-json";

describe("reading JSON of others", () => {
  it("gives what it says", () => {
    expect(parseJson('{"error":{"code":190}}')).toEqual({ error: { code: 190 } });
    expect(parseJson("null")).toBeNull();
  });

  it.each(["", "<html></html>", '{"error":', "undefined"])(
    "gives nothing for %j, and throws nothing",
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );
});
