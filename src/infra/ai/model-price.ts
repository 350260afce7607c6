// What models cost, in one table: US dollars for a million tokens. DeepSeek, api-docs "Models & Pricing"; OpenAI, API docs
// "Pricing"; both as read in November 2026. A model that is not listed has no known price: its cost is null, never guessed,
// and only the budgets count it, as the dearest that is listed.

interface Price {
  input: number;
  /** For input the provider still had from an earlier call. */
  cached: number;
  output: number;
}

export interface Tokens {
  inputTokens: number;
  outputTokens: number;
  /** Of the input. */
  cachedTokens: number;
}

const prices: Record<string, Price> = {
  "deepseek-flash": { input: 0.15, cached: 0.003, output: 0.6 },
  "deepseek-v4-flash": { input: 0.15, cached: 0.003, output: 0.6 },
  "deepseek-v4-pro": { input: 0.66, cached: 0.022, output: 1.98 },
  "gpt-4o-mini": { input: 0.15, cached: 0.075, output: 0.6 },
  "gpt-4o": { input: 2.5, cached: 1.25, output: 10 },
  "gpt-4.1": { input: 2, cached: 0.5, output: 8 },
  "gpt-4.1-mini": { input: 0.4, cached: 0.1, output: 1.6 },
  "gpt-4.1-nano": { input: 0.1, cached: 0.025, output: 0.4 },
  "gpt-5.4": { input: 2.5, cached: 0.25, output: 15 },
  "gpt-5.4-mini": { input: 0.75, cached: 0.075, output: 4.5 },
  "gpt-5.6-luna": { input: 0.2, cached: 0.02, output: 1.2 },
  "gpt-5.6-terra": { input: 2, cached: 0.2, output: 12 },
  "text-embedding-3-small": { input: 0.02, cached: 0.02, output: 0 },
  "text-embedding-3-large": { input: 0.13, cached: 0.13, output: 0 },
};

const dearest: Price = {
  input: Math.max(...Object.values(prices).map(({ input }) => input)),
  cached: Math.max(...Object.values(prices).map(({ cached }) => cached)),
  output: Math.max(...Object.values(prices).map(({ output }) => output)),
};

/** In millionths of a dollar, which is what one token at one dollar a million costs. */
export function costMicroUsd(model: string, tokens: Tokens, at = new Date()): number | null {
  const price = priceOf(model);
  return price ? Math.round(sum(price, tokens) * rateOf(model, at)) : null;
}

/** About what a call will cost, for budgets: nothing of it from the provider's cache. */
export function estimateMicroUsd(model: string, inputTokens: number, outputTokens: number): number {
  const tokens = { inputTokens, outputTokens, cachedTokens: 0 };
  return Math.ceil(sum(priceOf(model) ?? dearest, tokens) * rateOf(model, new Date()));
}

/** A snapshot costs what its model costs: gpt-4o-mini-2024-07-18. */
function priceOf(model: string): Price | undefined {
  return prices[model] ?? prices[model.replace(/-\d{4}-\d{2}-\d{2}$/, "")];
}

function sum(price: Price, { inputTokens, outputTokens, cachedTokens }: Tokens): number {
  const fresh = Math.max(0, inputTokens - cachedTokens);
  return fresh * price.input + cachedTokens * price.cached + outputTokens * price.output;
}

/** DeepSeek takes twice as much from 1 to 4 and from 6 to 10 o'clock (UTC) on working days; Chinese holidays are not known here. */
function rateOf(model: string, at: Date): number {
  if (!model.startsWith("deepseek-")) return 1;
  const [day, hour] = [at.getUTCDay(), at.getUTCHours()];
  const isPeak = day >= 1 && day <= 5 && ((hour >= 1 && hour < 4) || (hour >= 6 && hour < 10));
  return isPeak ? 2 : 1;
}
