import { beforeEach, expect, it } from "vitest";
import * as csv from "@/app/api/inbox/ai-cost/export/route";
import * as cost from "@/app/api/inbox/ai-cost/route";
import { createIntegration, customerWrites, jobOf, newCustomer } from "../../support/factories";
import { actAsAdminOf, askRoute } from "../../support/operations";
import { ownDatabase, rows } from "../../support/own-database";

ownDatabase();

let number: Awaited<ReturnType<typeof createIntegration>>;
beforeEach(async () => {
  number = await createIntegration({ persona: { ai: { dailyBudgetUsd: 5 } } });
  await actAsAdminOf(number.organizationId);
});

interface Usage {
  organizationId?: string;
  jobId?: number | null;
  model?: string;
  purpose?: string;
  costMicroUsd?: number | null;
  errorCode?: string | null;
  daysAgo?: number;
}

async function use(usage: Usage) {
  const {
    organizationId = number.organizationId,
    jobId = null,
    model = "gpt-4o-mini",
    purpose = "reply",
  } = usage;
  const { costMicroUsd = 1_000, errorCode = null, daysAgo = 0 } = usage;
  await rows(
    `INSERT INTO "AiUsage" ("organizationId", "jobId", provider, model, purpose, "inputTokens", "outputTokens",
       "cachedTokens", "costMicroUsd", "errorCode", "createdAt", "endedAt")
     VALUES ($1, $2, 'openai', $3, $4, 100, 20, 10, $5, $6, now() - $7 * interval '1 day', now())`,
    [organizationId, jobId, model, purpose, costMicroUsd, errorCode, daysAgo],
  );
}

it("is told by day, model and purpose, with tokens, failures and what has no price", async () => {
  await use({});
  await use({ purpose: "embedding", model: "text-embedding-3-small", costMicroUsd: 5 });
  await use({ costMicroUsd: null });
  await use({ costMicroUsd: null, errorCode: "TIMEOUT" });
  await use({ daysAgo: 2 });
  await use({ daysAgo: 40 });
  const { body } = await askRoute(cost.GET);
  expect(body.days).toHaveLength(30);
  expect(body.days.at(-1)).toMatchObject({
    day: new Date().toISOString().slice(0, 10),
    microUsd: 1_005,
    calls: 4,
    failed: 1,
    unpriced: 1,
    inputTokens: 400,
  });
  expect(body.days.at(-3)).toMatchObject({ microUsd: 1_000, calls: 1 });
  expect(body.days.at(-2)).toMatchObject({ microUsd: 0, calls: 0 });
  expect(body.models).toMatchObject([
    { model: "gpt-4o-mini", calls: 4 },
    { model: "text-embedding-3-small" },
  ]);
  expect(body.purposes).toMatchObject([{ purpose: "reply", microUsd: 2_000 }, { purpose: "embedding" }]);
  expect(body.failures).toMatchObject([{ errorCode: "TIMEOUT", calls: 1 }]);
});

it("has the day's budget and the conversations that cost most", async () => {
  const [wamid = ""] = await customerWrites(number.phoneNumberId, newCustomer(), "Hello?");
  const { id } = await jobOf(wamid);
  await use({ jobId: id, costMicroUsd: 700 });
  await rows(
    `INSERT INTO "AiSpending" ("organizationId", day, spender, "microUsd", calls)
     VALUES ($1, (now() AT TIME ZONE 'UTC')::date, 'organization', 700, 1)`,
    [number.organizationId],
  );
  expect((await askRoute(cost.GET, { query: { days: "7" } })).body).toMatchObject({
    today: { microUsd: 700, calls: 1, budgetMicroUsd: 5_000_000 },
    conversations: [{ microUsd: 700, calls: 1, name: expect.any(String) }],
  });
});

it("is nobody else's, and no more than 90 days", async () => {
  const other = await createIntegration();
  await use({ organizationId: other.organizationId });
  const { body } = await askRoute(cost.GET);
  expect(body).toMatchObject({ models: [], today: { microUsd: 0 } });
  expect(await askRoute(cost.GET, { query: { days: "1000" } })).toMatchObject({ status: 400 });
});

it("is exported as CSV in which nothing is a formula", async () => {
  await use({ model: "=cmd|'/c calc'!A0" });
  await use({ model: 'odd,"model"' });
  const answer = await askRoute(csv.GET);
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toContain("ai-cost-30-days.csv");
  const lines = String(answer.body).trim().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe(
    "day,provider,model,purpose,calls,failed,inputTokens,outputTokens,cachedTokens,microUsd",
  );
  expect(answer.body).toContain(`,'=cmd|'/c calc'!A0,`);
  expect(answer.body).toContain(`,"odd,""model""",`);
});
