/**
 * US dollars for a million tokens, in and out. DeepSeek, api-docs "Models & Pricing" (cache miss); OpenAI, API pricing;
 * both as read in late 2025. A model that is not listed has no known price: its cost is null, never guessed.
 */
const prices: Record<string, { input: number; output: number }> = {
  "deepseek-chat": { input: 0.28, output: 0.42 },
  "deepseek-reasoner": { input: 0.28, output: 0.42 },
  "gpt-4o-mini": { input: 0.15, output: 0.6 },
  "gpt-4o": { input: 2.5, output: 10 },
  "gpt-4.1-mini": { input: 0.4, output: 1.6 },
  "text-embedding-3-small": { input: 0.02, output: 0 },
  "text-embedding-3-large": { input: 0.13, output: 0 },
};

/** In millionths of a dollar, which is what one token at one dollar a million costs. */
export function costMicroUsd(model: string, inputTokens: number, outputTokens: number): number | null {
  const price = prices[model];
  return price ? Math.round(inputTokens * price.input + outputTokens * price.output) : null;
}
