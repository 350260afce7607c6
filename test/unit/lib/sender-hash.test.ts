import { describe, expect, it } from "vitest";
import { senderHashes } from "@/lib/sender-hash";

const secret = "canary-session-secret";

describe("the hash of a sender", () => {
  it("is the same for the same name and secret, and another for any other", () => {
    const [one] = senderHashes(["5511999990000"], [secret]);
    expect(senderHashes(["5511999990000"], [secret])).toEqual([one]);
    const others = [
      ...senderHashes(["5511999990001", "551199999000", ""], [secret]),
      ...senderHashes(["5511999990000"], ["canary-session-secre", "canary-session-secret-2"]),
    ];
    expect(new Set([one, ...others]).size).toBe(6);
  });

  it("shows neither the name nor the secret, and is longer than can be guessed", () => {
    const [hash = ""] = senderHashes(["5511999990000"], [secret]);
    expect(hash).toMatch(/^[\w-]{43}$/);
    expect(hash).not.toMatch(/5511|canary/);
  });

  it("is made under every secret that is set, of every name that is known", () => {
    expect(senderHashes(["5511", null, "BR.1"], [secret, undefined, "previous-secret"])).toHaveLength(4);
    expect(senderHashes(["5511"], [undefined])).toEqual([]);
  });
});
