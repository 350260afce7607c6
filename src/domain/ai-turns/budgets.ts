import { type PersonaContent, parsePersona } from "@/domain/persona";
import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";

/** In millionths of a US dollar a day (UTC); null: none. */
export interface Budgets {
  organizationMicroUsd: number | null;
  contactMicroUsd: number | null;
}

/** What operators try out counts, and is not stopped. */
export const noBudgets: Budgets = { organizationMicroUsd: null, contactMicroUsd: null };

const statement = {
  name: "read_budgets",
  text: `SELECT version, content FROM "Persona" WHERE "organizationId" = $1 ORDER BY version DESC LIMIT 1`,
};

/** The budgets of a persona, else those of the environment. */
export function budgetsOf({ ai }: PersonaContent): Budgets {
  const { AI_DAILY_BUDGET_USD, AI_DAILY_BUDGET_PER_CONTACT_USD } = env();
  return {
    organizationMicroUsd: toMicroUsd(ai.dailyBudgetUsd ?? AI_DAILY_BUDGET_USD),
    contactMicroUsd: toMicroUsd(ai.dailyBudgetPerContactUsd ?? AI_DAILY_BUDGET_PER_CONTACT_USD),
  };
}

/** The budgets of an organization as they are now. */
export async function readBudgets(organizationId: string): Promise<Budgets> {
  const [stored] = await run<{ version: number; content: unknown }>(statement, [organizationId]);
  return budgetsOf(parsePersona(stored ?? null).content);
}

function toMicroUsd(usd: number | undefined): number | null {
  return usd === undefined ? null : Math.round(usd * 1_000_000);
}
