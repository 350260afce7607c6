import { describe, expect, it } from "vitest";
import { sendKey } from "@/domain/outbound/outbound-job";

const idempotencyKey = "reply:102290129340398:wamid.HBgL";

describe("the sender's key", () => {
  it("of a reply in one part is the job's own", () => {
    expect(sendKey({ idempotencyKey, resends: 0 }, 1)).toBe(idempotencyKey);
  });

  it("is the same whenever the same part is tried again", () => {
    expect(sendKey({ idempotencyKey, resends: 1 }, 2)).toBe(sendKey({ idempotencyKey, resends: 1 }, 2));
  });

  it("is another for every part and for every decision to send again", () => {
    const keys = [0, 1, 2, 11].flatMap((resends) =>
      [1, 2, 3, 11, 12].map((part) => sendKey({ idempotencyKey, resends }, part)),
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key.startsWith(idempotencyKey)).toBe(true);
  });
});
