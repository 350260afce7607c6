import { describe, expect, it } from "vitest";
import { costMicroUsd, estimateMicroUsd } from "@/infra/ai/model-price";
import { parseEnv } from "@/lib/env";

const SUNDAY = new Date("2026-11-22T02:00:00Z");
const MONDAY = (time: string) => new Date(`2026-11-23T${time}:00Z`);

/** What so many tokens cost on a Sunday. */
function cost(model: string, inputTokens: number, outputTokens: number, cachedTokens = 0) {
  return costMicroUsd(model, { inputTokens, outputTokens, cachedTokens }, SUNDAY);
}

describe("the cost of a call", () => {
  it("is what the provider's price list says, in millionths of a dollar", () => {
    expect(cost("deepseek-flash", 1_000_000, 0)).toBe(150_000);
    expect(cost("deepseek-flash", 0, 1_000_000)).toBe(600_000);
    expect(cost("gpt-4o-mini", 1_000_000, 1_000_000)).toBe(750_000);
    expect(cost("gpt-4o", 1_000, 100)).toBe(3_500);
    expect(cost("gpt-4.1-mini", 1_000, 1_000)).toBe(2_000);
  });

  it("is less for what the provider had in its cache", () => {
    expect(cost("gpt-4o-mini", 1_000_000, 0, 1_000_000)).toBe(75_000);
    expect(cost("gpt-4o-mini", 1_000_000, 0, 500_000)).toBe(112_500);
    expect(cost("deepseek-flash", 1_000_000, 0, 1_000_000)).toBe(3_000);
  });

  it("is a whole number, rounded once at the end", () => {
    expect(cost("gpt-4o-mini", 3, 0)).toBe(0);
    expect(cost("gpt-4o-mini", 3, 1)).toBe(1);
    expect(cost("gpt-4o-mini", 4, 0)).toBe(1);
  });

  it("is twice as much at DeepSeek in the hours in which it says so, and at OpenAI never", () => {
    const tokens = { inputTokens: 1_000_000, outputTokens: 0, cachedTokens: 0 };
    const peak = ["01:00", "03:59", "06:00", "09:59"];
    for (const time of peak) expect(costMicroUsd("deepseek-flash", tokens, MONDAY(time)), time).toBe(300_000);
    for (const time of ["00:59", "04:00", "05:59", "10:00"])
      expect(costMicroUsd("deepseek-flash", tokens, MONDAY(time)), time).toBe(150_000);
    expect(costMicroUsd("gpt-4o-mini", tokens, MONDAY("02:00"))).toBe(150_000);
  });

  it("of a snapshot is that of its model", () => {
    expect(cost("gpt-4o-mini-2024-07-18", 1_000_000, 0)).toBe(150_000);
  });

  it("is null, never guessed, for a model that is not on the list", () => {
    expect(cost("gpt-9", 1_000, 1_000)).toBeNull();
    expect(cost("", 0, 0)).toBeNull();
  });

  it("is known for the models that are asked by default", () => {
    const { DEEPSEEK_MODEL, OPENAI_MODEL } = parseEnv({}).env;
    for (const model of [DEEPSEEK_MODEL, OPENAI_MODEL]) expect(cost(model, 1, 1), model).not.toBeNull();
  });
});

describe("the estimate of a call", () => {
  it("of a model whose price is not known is that of the dearest that is", () => {
    expect(estimateMicroUsd("gpt-9", 1_000, 1_000)).toBe(17_500);
  });
});
