import { z } from "zod";
import { done, instant, operation } from "./operation";

const spent = {
  microUsd: z.number(),
  /** Calls whose price is not known, which are in no sum. */
  unpriced: z.int(),
  calls: z.int(),
  failed: z.int(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cachedTokens: z.number(),
};

const days = z.coerce.number().int().min(1).max(90).default(30);

export const showAiCost = operation({
  method: "GET",
  path: "/api/inbox/ai-cost",
  summary:
    "What AIs were asked, how many tokens that took, and what it cost, by day (UTC), model and purpose.",
  role: "admin",
  query: z.object({ days }),
  answer: z.object({
    days: z.array(z.object({ day: z.iso.date(), ...spent })),
    models: z.array(z.object({ provider: z.string(), model: z.string(), ...spent })),
    purposes: z.array(z.object({ purpose: z.string(), ...spent })),
    /** As budgets count: what is under way counts with its estimate. */
    today: z.object({
      microUsd: z.number(),
      calls: z.int(),
      /** Null: none. */
      budgetMicroUsd: z.number().nullable(),
      contactBudgetMicroUsd: z.number().nullable(),
    }),
    conversations: z.array(
      z.object({ conversationId: z.int(), name: z.string(), microUsd: z.number(), calls: z.int() }),
    ),
    failures: z.array(
      z.object({
        provider: z.string(),
        model: z.string(),
        errorCode: z.string(),
        calls: z.int(),
        lastAt: instant,
      }),
    ),
  }),
});

export const exportAiCost = operation({
  method: "GET",
  path: "/api/inbox/ai-cost/export",
  summary: "The same as CSV: a line for each day, provider, model and purpose.",
  role: "admin",
  query: z.object({ days }),
  answer: done,
});
