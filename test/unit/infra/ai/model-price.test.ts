import { describe, expect, it } from "vitest";
import { costMicroUsd } from "@/infra/ai/model-price";
import { parseEnv } from "@/lib/env";

describe("the cost of a call", () => {
  it("is what the provider's price list says, in millionths of a dollar", () => {
    expect(costMicroUsd("deepseek-chat", 1_000_000, 0)).toBe(280_000);
    expect(costMicroUsd("deepseek-chat", 0, 1_000_000)).toBe(420_000);
    expect(costMicroUsd("gpt-4o-mini", 1_000_000, 1_000_000)).toBe(750_000);
    expect(costMicroUsd("deepseek-reasoner", 1_000, 1_000)).toBe(700);
    expect(costMicroUsd("gpt-4o", 1_000, 100)).toBe(3_500);
    expect(costMicroUsd("gpt-4.1-mini", 1_000, 1_000)).toBe(2_000);
  });

  it("is a whole number, rounded once at the end", () => {
    expect(costMicroUsd("gpt-4o-mini", 3, 0)).toBe(0);
    expect(costMicroUsd("gpt-4o-mini", 3, 1)).toBe(1);
    expect(costMicroUsd("gpt-4o-mini", 4, 0)).toBe(1);
  });

  it("is null, never guessed, for a model that is not on the list", () => {
    expect(costMicroUsd("gpt-9", 1_000, 1_000)).toBeNull();
    expect(costMicroUsd("", 0, 0)).toBeNull();
  });

  it("is known for the models that are asked by default", () => {
    const { DEEPSEEK_MODEL, OPENAI_MODEL } = parseEnv({}).env;
    for (const model of [DEEPSEEK_MODEL, OPENAI_MODEL])
      expect(costMicroUsd(model, 1, 1), model).not.toBeNull();
  });
});
