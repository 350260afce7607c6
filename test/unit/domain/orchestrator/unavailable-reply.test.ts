import { describe, expect, it } from "vitest";
import { unavailableReply } from "@/domain/orchestrator/unavailable-reply";
import { setEnv } from "../../../support/with-env";

describe("the reply when no AI can answer", () => {
  it("is the business's own sentence, written by no provider", () => {
    setEnv({ AI_UNAVAILABLE_MESSAGE: "We will call you." });
    expect(unavailableReply({ reason: "deepseek: HTTP_500" })).toMatchObject({
      parts: ["We will call you."],
      provider: null,
      model: null,
    });
  });

  it("is never silence, not even without any configuration", () => {
    setEnv({ AI_UNAVAILABLE_MESSAGE: undefined });
    expect(unavailableReply({ reason: "" }).parts.join("")).toMatch(/\S/);
  });

  it("hands over to a person and says why, without saying it to the customer", () => {
    const { parts, handover } = unavailableReply({ reason: "deepseek: HTTP_500" });
    expect(handover?.reason).toContain("deepseek: HTTP_500");
    expect(parts.join("")).not.toContain("deepseek");
  });

  it("gives a reason of at most 500 characters", () => {
    expect(unavailableReply({ reason: "x".repeat(10_000) }).handover?.reason).toHaveLength(500);
  });
});
