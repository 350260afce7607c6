import { describe, expect, it } from "vitest";
import { toErrorResponse } from "@/app/_http/to-error-response";
import { AppError } from "@/lib/errors";

const general = "Something went wrong on our side.";

describe("an error response", () => {
  it.each([
    ["INVALID_JSON", 400],
    ["INVALID_INPUT", 400],
    ["UNAUTHORIZED", 401],
    ["FORBIDDEN", 403],
    ["NOT_FOUND", 404],
    ["METHOD_NOT_ALLOWED", 405],
    ["PAYLOAD_TOO_LARGE", 413],
    ["RATE_LIMITED", 429],
    ["INTERNAL", 500],
    ["DB_MISMATCH", 500],
    ["NOT_CONFIGURED", 503],
    ["DATABASE_UNAVAILABLE", 503],
  ] as const)("for %s has the status %d and names the code", async (code, status) => {
    const response = toErrorResponse(new AppError(code, "private"), "http_1_ab");
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({
      ok: false,
      error: { code, message: general },
      requestId: "http_1_ab",
    });
  });

  it("shows the sentence that was meant for outside", async () => {
    const error = new AppError("NOT_FOUND", "no row 7 in OutboundJob", { publicMessage: "No such job." });
    const body = await toErrorResponse(error, "http_1_ab").json();
    expect(body.error).toEqual({ code: "NOT_FOUND", message: "No such job." });
  });

  it.each([
    new AppError("INTERNAL", "password=hunter2", { cause: new Error("password=hunter2") }),
    new AppError("INTERNAL", "password=hunter2", { publicMessage: "" }),
    Object.assign(new Error("password=hunter2"), { code: "NOT_FOUND", publicMessage: "password=hunter2" }),
    { message: "password=hunter2", status: 200 },
    "password=hunter2",
    undefined,
    null,
  ])("never shows the text of what was not meant for outside (%#)", async (thrown) => {
    const response = toErrorResponse(thrown, "http_1_ab");
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("hunter2");
    expect(JSON.parse(text)).toEqual({
      ok: false,
      error: { code: "INTERNAL", message: general },
      requestId: "http_1_ab",
    });
  });

  it("ends the connection on which the rest of a body that was too large still arrives, and no other", () => {
    const tooLarge = toErrorResponse(new AppError("PAYLOAD_TOO_LARGE", "large"), "http_1_ab");
    expect(tooLarge.headers.get("connection")).toBe("close");
    expect(toErrorResponse(new AppError("NOT_FOUND", "x"), "http_1_ab").headers.has("connection")).toBe(
      false,
    );
  });

  it("says when to come again, where that is known", () => {
    const limited = new AppError("RATE_LIMITED", "too many", { retryAfter: 12 });
    expect(toErrorResponse(limited, "http_1_ab").headers.get("retry-after")).toBe("12");
    expect(toErrorResponse(new AppError("NOT_FOUND", "x"), "http_1_ab").headers.has("retry-after")).toBe(
      false,
    );
  });
});
