// The templates of a business number as Meta lists them (Meta, templates: GET /<account id>/message_templates). They are read
// from our table: a send asks nobody. A list that was not read to its end changes nothing, and one with entries that cannot
// be read takes nothing away.

import { z } from "zod";
import { type IntegrationCredentials, integrationToken } from "@/domain/integrations";
import { logFailure } from "@/infra/database/log-failure";
import { prisma } from "@/infra/database/prisma";
import { run } from "@/infra/database/statement";
import { getGraph } from "@/infra/whatsapp/get-graph";
import { AppError, describeError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";
import { storableJson } from "@/lib/storable-text";

const TIMEOUT_MS = 5_000;
const PAGE = "100";
const PAGES_MAX = 60; // Meta allows 6,000 templates per account.
const STALE_AFTER = "interval '6 hours'";
/** What has failed is left alone for a while, so that a broken account does not hold up every round of the cron. */
const TRY_AGAIN_MS = 300_000;
const ROUND_MAX = 5;
const FIELDS = "id,name,language,status,category,components,parameter_format,rejected_reason,quality_score";

const optional = z.string().optional().catch(undefined);
const template = z.looseObject({
  id: optional,
  name: z.string().min(1).max(512),
  language: z.string().min(2).max(20),
  status: z.string().min(1),
  category: z.string().min(1),
  components: z.array(z.unknown()).catch([]),
  parameter_format: optional,
  rejected_reason: optional,
  quality_score: z.looseObject({ score: optional }).optional().catch(undefined),
});
const cursor = z.string().nullish();
const page = z.looseObject({
  data: z.array(z.unknown()),
  paging: z
    .looseObject({ cursors: z.looseObject({ after: cursor }).nullish(), next: cursor })
    .refine(({ cursors, next }) => !next || cursors?.after, "More is there, but not where")
    .nullish(),
});

type WireTemplate = z.output<typeof template>;

export interface SyncResult {
  listed: number;
  /** Known here and not listed any more. */
  gone: number;
  /** Entries that we do not understand. */
  unreadable: number;
}

interface List {
  templates: WireTemplate[];
  unreadable: number;
}

const statement = {
  name: "sync_templates",
  text: `
  WITH listed AS (
    SELECT DISTINCT ON (name, language) * FROM json_to_recordset($2) AS t(name text, language text, category text,
      components jsonb, "parameterFormat" text, status text, "rejectedReason" text, "qualityScore" text,
      "providerTemplateId" text)
    ORDER BY name, language
  ),
  stored AS (
    INSERT INTO "Template" AS t (id, "integrationId", name, language, category, components, "parameterFormat", status,
      "rejectedReason", "qualityScore", "providerTemplateId", "syncedAt")
    SELECT gen_random_uuid()::text, $1, name, language, category, components, "parameterFormat", status,
      "rejectedReason", "qualityScore", "providerTemplateId", now()
    FROM listed
    ON CONFLICT ("integrationId", name, language) DO UPDATE SET category = excluded.category,
      components = excluded.components, "parameterFormat" = excluded."parameterFormat", status = excluded.status,
      "rejectedReason" = excluded."rejectedReason", "qualityScore" = excluded."qualityScore",
      "providerTemplateId" = excluded."providerTemplateId", "syncedAt" = now(), "updatedAt" = now()
  ),
  gone AS (
    UPDATE "Template" t SET status = 'GONE', "syncedAt" = now(), "updatedAt" = now()
    WHERE t."integrationId" = $1 AND t.status <> 'GONE' AND $3
      AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.name = t.name AND l.language = t.language)
    RETURNING 1
  ),
  integration AS (
    UPDATE "Integration" SET "templatesSyncedAt" = now() WHERE id = $1
  )
  SELECT (SELECT count(*)::int FROM listed) AS listed, (SELECT count(*)::int FROM gone) AS gone`,
};

/** Reads all templates of a number's account. @throws NOT_FOUND, NOT_CONFIGURED without account or token, INTERNAL when Meta does not answer. */
export async function syncTemplates(integrationId: string): Promise<SyncResult> {
  const integration = await prisma().integration.findUnique({ where: { id: integrationId } });
  if (!integration) throw new AppError("NOT_FOUND", `No integration ${integrationId}`);
  const { wabaId } = integration;
  if (!wabaId)
    throw new AppError(
      "NOT_CONFIGURED",
      `The WhatsApp Business Account of ${integration.phoneNumberId} is not known yet: its first webhook tells it`,
    );
  const { templates, unreadable } = await readAll(wabaId, integration);
  const { phoneNumberId } = integration;
  if (unreadable > 0)
    log("warn", "[TEMPLATES] Not all can be read: none is marked as gone", {
      phoneNumberId,
      count: unreadable,
    });
  const values = [integrationId, JSON.stringify(templates.map(toRow)), unreadable === 0];
  const [result] = await run<Omit<SyncResult, "unreadable"> & Record<string, unknown>>(statement, values);
  return { listed: 0, gone: 0, ...result, unreadable };
}

const staleStatement = {
  name: "stale_templates",
  text: `
  SELECT id, "phoneNumberId" FROM "Integration"
  WHERE "wabaId" IS NOT NULL AND status = 'ACTIVE'
    AND ("templatesSyncedAt" IS NULL OR "templatesSyncedAt" < now() - ${STALE_AFTER})
  ORDER BY "templatesSyncedAt" NULLS FIRST, id`,
};

interface StaleNumber extends Record<string, unknown> {
  id: string;
  phoneNumberId: string;
}

/**
 * Reads what has not been read for hours. Never throws: a number that fails is tried again later. No other work may wait
 * for it: each number takes as long as Meta does. Once `stop` is aborted no further number is begun.
 */
export async function syncStaleTemplates({ stop }: { stop?: AbortSignal } = {}): Promise<void> {
  try {
    await syncNumbers(await run<StaleNumber>(staleStatement), stop);
  } catch (error) {
    logFailure("[TEMPLATES] Not looked at; the next round will", error);
  }
}

async function syncNumbers(stale: StaleNumber[], stop: AbortSignal | undefined): Promise<void> {
  const failures = oncePerProcess("template-sync-failures", () => new Map<string, number>());
  const due = stale.filter(({ id }) => performance.now() >= (failures.get(id) ?? 0)).slice(0, ROUND_MAX);
  for (const { id, phoneNumberId } of due) {
    if (stop?.aborted) return;
    try {
      const { listed, gone } = await syncTemplates(id);
      failures.delete(id);
      log("info", "[TEMPLATES] Synced", { phoneNumberId, counts: { listed, gone } });
    } catch (error) {
      failures.set(id, performance.now() + TRY_AGAIN_MS);
      log("warn", "[TEMPLATES] Could not be synced", { phoneNumberId, error: describeError(error) });
    }
  }
}

async function readAll(wabaId: string, integration: IntegrationCredentials): Promise<List> {
  const accessToken = integrationToken(integration);
  const found: List = { templates: [], unreadable: 0 };
  let after: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const query = { limit: PAGE, fields: FIELDS, ...(after && { after }) };
    const path = `${encodeURIComponent(wabaId)}/message_templates`;
    const answer = await getGraph({ path, accessToken, query, timeoutMs: TIMEOUT_MS });
    if (answer.kind !== "answer") throw new AppError("INTERNAL", `Meta did not answer: ${answer.reason}`);
    const parsed = page.safeParse(answer.json);
    if (!parsed.success || answer.httpStatus !== 200)
      throw new AppError("INTERNAL", `Meta's list of templates: HTTP ${answer.httpStatus}`);
    const { data, paging } = parsed.data;
    const templates = data.flatMap(readTemplate);
    found.templates.push(...templates);
    found.unreadable += data.length - templates.length;
    if (!paging?.next) return found;
    after = paging.cursors?.after ?? undefined;
  }
  throw new AppError("INTERNAL", `Meta's list of templates does not end after ${PAGES_MAX} pages`);
}

/** One that cannot be read costs the others nothing. */
function readTemplate(value: unknown): WireTemplate[] {
  const parsed = template.safeParse(storableJson(value));
  return parsed.success ? [parsed.data] : [];
}

function toRow({ id, parameter_format, rejected_reason, quality_score, ...rest }: WireTemplate) {
  const { name, language, status, category, components } = rest;
  return {
    name,
    language,
    components,
    status: status.toUpperCase(),
    category: category.toUpperCase(),
    parameterFormat: parameter_format?.toUpperCase() === "NAMED" ? "NAMED" : "POSITIONAL",
    // Meta says NONE where there is nothing to say.
    rejectedReason: rejected_reason === "NONE" ? null : (rejected_reason ?? null),
    qualityScore: quality_score?.score ?? null,
    providerTemplateId: id ?? null,
  };
}
