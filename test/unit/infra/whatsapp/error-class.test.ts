import { describe, expect, it } from "vitest";
import { classifyErrorCode } from "@/infra/whatsapp/error-class";

// Meta, support/error-codes, as our facts sheet reads it. A code that is moved to another class by mistake makes the
// sender give up on what would have passed, or repeat what never will.
const table = {
  credentials: [0, 3, 10, 190, 200, 210, 299, 131005],
  permanent: [
    33, 100, 131008, 131009, 131021, 131030, 131051, 131053, 131055, 131062, 132068, 132069, 131052,
  ],
  recipient: [130403, 130472, 130497, 131026, 131049, 131050],
  window: [131047],
  pair_rate: [131056],
  number_rate: [130429, 131057],
  spam: [131048],
  circuit_open: [],
  app_rate: [4, 80007],
  transient: [2, 131000, 131016, 133004],
  doubtful: [1, 135000],
  policy: [368, 131031, 131037, 131042, 131045, 131064, 133000, 133010, 134011],
  template: [131063, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 134100, 134101, 134102],
};

const rows = Object.entries(table).flatMap(([name, codes]) => codes.map((code) => [code, name] as const));

describe("the class of an error code", () => {
  it.each(rows)("of %d is %s", (code, name) => {
    expect(classifyErrorCode(code)).toBe(name);
  });

  it("of every code from 200 to 299 is a missing permission, and of their neighbours it is not", () => {
    const classes = Array.from({ length: 100 }, (_, at) => classifyErrorCode(200 + at));
    expect(new Set(classes)).toEqual(new Set(["credentials"]));
    expect([classifyErrorCode(199), classifyErrorCode(300)]).toEqual(["transient", "transient"]);
  });

  it.each([-1, 5, 999_999, 2_388_001, Number.MAX_SAFE_INTEGER])(
    "of %d, which Meta does not list, is one that is tried again and not given up at once",
    (code) => expect(classifyErrorCode(code)).toBe("transient"),
  );
});
