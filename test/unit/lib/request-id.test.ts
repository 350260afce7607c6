import { afterEach, describe, expect, it, vi } from "vitest";
import { newRequestId } from "@/lib/request-id";

afterEach(() => void vi.useRealTimers());

describe("a request id", () => {
  it.each(["webhook", "cron", "http"] as const)("tells that it is of a %s, and when it came", (kind) => {
    vi.useFakeTimers({ now: 1_767_225_600_123 });
    expect(newRequestId(kind)).toMatch(new RegExp(`^${kind}_1767225600123_[0-9a-f]{8}$`));
  });

  it("differs between requests of the same millisecond", () => {
    vi.useFakeTimers({ now: 0 });
    expect(new Set(Array.from({ length: 200 }, () => newRequestId("webhook"))).size).toBe(200);
  });
});
