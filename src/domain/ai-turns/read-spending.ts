import { inOrganization } from "@/infra/database/in-organization";
import { readBudgets } from "./budgets";
import { TODAY } from "./spending-sql";

interface Spent {
  microUsd: number;
  unpriced: number;
  calls: number;
  failed: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
}

export interface SpendingLine extends Spent {
  /** Of UTC, as budgets count. */
  day: string;
  provider: string;
  model: string;
  purpose: string;
}

interface Spending {
  days: (Spent & { day: string })[];
  models: (Spent & { provider: string; model: string })[];
  purposes: (Spent & { purpose: string })[];
  today: {
    microUsd: number;
    calls: number;
    budgetMicroUsd: number | null;
    contactBudgetMicroUsd: number | null;
  };
  conversations: { conversationId: number; name: string; microUsd: number; calls: number }[];
  failures: { provider: string; model: string; errorCode: string; calls: number; lastAt: Date }[];
}

const SINCE = `((${TODAY} - ($2::int - 1))::timestamp AT TIME ZONE 'UTC')`;

const linesStatement = {
  name: "spending_lines",
  text: `
  SELECT to_char(u."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, u.provider, u.model, u.purpose,
    coalesce(sum(u."costMicroUsd"), 0)::float AS "microUsd",
    count(*) FILTER (WHERE u."costMicroUsd" IS NULL AND u."errorCode" IS NULL AND u."endedAt" IS NOT NULL)::int AS unpriced,
    count(*)::int AS calls, count(*) FILTER (WHERE u."errorCode" IS NOT NULL)::int AS failed,
    sum(u."inputTokens")::float AS "inputTokens", sum(u."outputTokens")::float AS "outputTokens",
    sum(u."cachedTokens")::float AS "cachedTokens"
  FROM "AiUsage" u WHERE u."organizationId" = $1 AND u."createdAt" >= ${SINCE}
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
};

const conversationsStatement = {
  name: "spending_conversations",
  text: `
  SELECT c.id AS "conversationId", coalesce(p.name, p."profileName", p.username, p.phone, p.address) AS name,
    sum(u."costMicroUsd")::float AS "microUsd", count(*)::int AS calls
  FROM "AiUsage" u JOIN "OutboundJob" j ON j.id = u."jobId"
  JOIN "Conversation" c ON c.id = j."conversationId" AND c."organizationId" = $1
  JOIN "Contact" p ON p.id = c."contactId"
  WHERE u."organizationId" = $1 AND u."createdAt" >= ${SINCE} AND u."costMicroUsd" > 0
  GROUP BY c.id, p.id ORDER BY 3 DESC, 1 LIMIT 10`,
};

const failuresStatement = {
  name: "spending_failures",
  text: `
  SELECT u.provider, u.model, u."errorCode", count(*)::int AS calls, max(u."createdAt") AS "lastAt"
  FROM "AiUsage" u
  WHERE u."organizationId" = $1 AND u."createdAt" >= ${SINCE} AND u."errorCode" IS NOT NULL
  GROUP BY 1, 2, 3 ORDER BY 5 DESC LIMIT 20`,
};

const todayStatement = {
  name: "spending_today",
  text: `
  SELECT "microUsd"::float AS "microUsd", calls FROM "AiSpending"
  WHERE "organizationId" = $1 AND spender = 'organization' AND day = ${TODAY}`,
};

/** What an organization has asked AIs in the last days, today counted, and what that cost. */
export async function readSpending(organizationId: string, days: number): Promise<Spending> {
  const values = [organizationId, days];
  const found = await inOrganization(organizationId, async (ask) => ({
    lines: await ask<SpendingLine & Record<string, unknown>>(linesStatement, values),
    conversations: await ask<Spending["conversations"][number] & Record<string, unknown>>(
      conversationsStatement,
      values,
    ),
    failures: await ask<Spending["failures"][number] & Record<string, unknown>>(failuresStatement, values),
    today: (await ask<{ microUsd: number; calls: number }>(todayStatement, [organizationId]))[0],
  }));
  const { organizationMicroUsd, contactMicroUsd } = await readBudgets(organizationId);
  const { lines, conversations, failures, today } = found;
  const byDay = new Map(groupBy(lines, ({ day }) => ({ day })).map((each) => [each.day, each]));
  return {
    days: lastDays(days).map((day) => byDay.get(day) ?? { day, ...nothing }),
    models: groupBy(lines, ({ provider, model }) => ({ provider, model })).toSorted(mostFirst),
    purposes: groupBy(lines, ({ purpose }) => ({ purpose })).toSorted(mostFirst),
    today: {
      microUsd: today?.microUsd ?? 0,
      calls: today?.calls ?? 0,
      budgetMicroUsd: organizationMicroUsd,
      contactBudgetMicroUsd: contactMicroUsd,
    },
    conversations,
    failures,
  };
}

/** A line for each day, provider, model and purpose. */
export async function listSpending(organizationId: string, days: number): Promise<SpendingLine[]> {
  return await inOrganization(organizationId, (ask) =>
    ask<SpendingLine & Record<string, unknown>>(linesStatement, [organizationId, days]),
  );
}

const nothing: Spent = {
  microUsd: 0,
  unpriced: 0,
  calls: 0,
  failed: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
};

function groupBy<Key extends object>(
  lines: SpendingLine[],
  keyOf: (line: SpendingLine) => Key,
): (Key & Spent)[] {
  const groups = new Map<string, Key & Spent>();
  for (const line of lines) {
    const key = keyOf(line);
    const name = JSON.stringify(key);
    const sum = groups.get(name) ?? { ...key, ...nothing };
    for (const field of Object.keys(nothing) as (keyof Spent)[]) (sum as Spent)[field] += line[field];
    groups.set(name, sum);
  }
  return [...groups.values()];
}

function mostFirst(one: Spent, other: Spent): number {
  return other.microUsd - one.microUsd || other.calls - one.calls;
}

function lastDays(count: number): string[] {
  const today = Date.now();
  return Array.from({ length: count }, (_, at) =>
    new Date(today - (count - 1 - at) * 86_400_000).toISOString().slice(0, 10),
  );
}
