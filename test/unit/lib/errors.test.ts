import { describe, expect, it } from "vitest";
import { AppError, describeError, isAppError } from "@/lib/errors";

describe("AppError", () => {
  it("keeps what operators read apart from what callers may see", () => {
    const cause = new Error("relation does not exist");
    const error = new AppError("DB_MISMATCH", "Message.deletedAt is missing", {
      publicMessage: "Migrate.",
      cause,
    });
    expect(error).toMatchObject({
      name: "AppError",
      code: "DB_MISMATCH",
      message: "Message.deletedAt is missing",
      publicMessage: "Migrate.",
    });
    expect(error.cause).toBe(cause);
    expect(error).toBeInstanceOf(Error);
  });

  it("has nothing to show unless it was given something", () => {
    expect(new AppError("INTERNAL", "private").publicMessage).toBeUndefined();
  });
});

describe("isAppError", () => {
  it("recognises an error that another copy of the module made", () => {
    expect(isAppError({ isAppError: true, code: "NOT_FOUND" })).toBe(true);
    expect(isAppError(new AppError("NOT_FOUND", "no such job"))).toBe(true);
  });

  it.each([null, undefined, "NOT_FOUND", 404, new Error("x"), { code: "NOT_FOUND" }, { isAppError: "yes" }])(
    "is not taken in by %j",
    (thrown) => {
      expect(isAppError(thrown)).toBe(false);
    },
  );
});

describe("describeError", () => {
  it("tells the whole chain of causes, outermost first", () => {
    const root = new Error("connection refused");
    const middle = new Error("query failed", { cause: root });
    expect(describeError(new Error("job failed", { cause: middle }))).toBe(
      "job failed: query failed: connection refused",
    );
  });

  it("names an error without a message", () => {
    expect(describeError(new TypeError())).toBe("TypeError");
  });

  it.each([
    ["a text", "a text"],
    [42, "42"],
    [undefined, "undefined"],
    [null, "null"],
  ])("bears %j being thrown", (thrown, text) => {
    expect(describeError(thrown)).toBe(text);
    expect(describeError(new Error("outer", { cause: thrown }))).toBe(
      thrown === undefined ? "outer" : `outer: ${text}`,
    );
  });
});

it("an error of many members tells the first of them", () => {
  const members = [new Error("connect ECONNREFUSED ::1:1"), new Error("connect ECONNREFUSED 127.0.0.1:1")];
  expect(describeError(new AggregateError(members))).toContain("ECONNREFUSED ::1:1");
});

it("an error that is its own cause is told in the end", () => {
  const error = new Error("round");
  error.cause = error;
  expect(describeError(error)).toMatch(/^round: round/);
});
