import type { PersonaContent } from "@/domain/persona";
import { env } from "@/lib/env";

/** US dollars a day, for the organization and for one contact; undefined: no limit. */
export function budgetsUsdOf({ ai }: Pick<PersonaContent, "ai">) {
  const { AI_DAILY_BUDGET_USD, AI_DAILY_BUDGET_PER_CONTACT_USD } = env();
  return {
    organization: ai.dailyBudgetUsd ?? AI_DAILY_BUDGET_USD,
    contact: ai.dailyBudgetPerContactUsd ?? AI_DAILY_BUDGET_PER_CONTACT_USD,
  };
}
