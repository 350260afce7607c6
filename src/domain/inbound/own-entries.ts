import { z } from "zod";
import { inOrganization } from "@/infra/database/in-organization";
import { run } from "@/infra/database/statement";

/** By what Meta's webhooks name an organization. */
export interface OwnNumbers {
  phoneNumberIds: string[];
  wabaIds: string[];
}

export interface OwnEntries {
  /** The webhook with nothing of anybody else's in it. */
  json: { object: unknown; entry: unknown[] };
  hiddenEntries: number;
}

const ownStatement = {
  name: "own_numbers",
  text: `SELECT "phoneNumberId", "wabaId" FROM "Integration" WHERE "organizationId" = $1`,
};

const othersStatement = {
  name: "others_numbers",
  text: `SELECT "phoneNumberId" FROM "Integration" WHERE "phoneNumberId" = ANY ($2) AND "organizationId" <> $1`,
};

export async function readOwnNumbers(organizationId: string): Promise<OwnNumbers> {
  const rows = await inOrganization(organizationId, (ask) =>
    ask<{ phoneNumberId: string; wabaId: string | null }>(ownStatement, [organizationId]),
  );
  return {
    phoneNumberIds: rows.map(({ phoneNumberId }) => phoneNumberId),
    wabaIds: [...new Set(rows.flatMap(({ wabaId }) => wabaId ?? []))],
  };
}

const envelope = z.looseObject({ object: z.unknown(), entry: z.array(z.unknown()) });
const entry = z.looseObject({ id: z.unknown(), changes: z.array(z.unknown()) });
const change = z.looseObject({
  value: z.looseObject({ metadata: z.looseObject({ phone_number_id: z.string() }) }),
});

/**
 * What of each webhook is about an organization: changes that name one of its numbers, and those of its account that name nobody
 * else's. Accounts may be shared, and one webhook may hold entries of many (Meta, webhooks/overview). Null: nothing is.
 */
export async function ownEntries(
  organizationId: string,
  own: OwnNumbers,
  bodies: unknown[],
): Promise<(OwnEntries | null)[]> {
  const named = [...new Set(bodies.flatMap(numbersIn))];
  const rows = await run<{ phoneNumberId: string }>(othersStatement, [organizationId, named]);
  const others = new Set(rows.map(({ phoneNumberId }) => phoneNumberId));
  const isOwn = (accountId: unknown, value: unknown) => {
    const number = numberOf(value);
    if (number !== undefined && own.phoneNumberIds.includes(number)) return true;
    return own.wabaIds.includes(String(accountId)) && (number === undefined || !others.has(number));
  };
  return bodies.map((body) => cut(body, isOwn));
}

function cut(body: unknown, isOwn: (accountId: unknown, value: unknown) => boolean): OwnEntries | null {
  const parsed = envelope.safeParse(body).data;
  if (!parsed) return null;
  const kept = parsed.entry.flatMap((one) => {
    const read = entry.safeParse(one).data;
    const changes = read?.changes.filter((each) => isOwn(read.id, each)) ?? [];
    return changes.length > 0 ? [{ ...read, changes }] : [];
  });
  if (kept.length === 0) return null;
  return { json: { ...parsed, entry: kept }, hiddenEntries: parsed.entry.length - kept.length };
}

function numbersIn(body: unknown): string[] {
  const entries = envelope.safeParse(body).data?.entry ?? [];
  return entries.flatMap((one) =>
    (entry.safeParse(one).data?.changes ?? []).flatMap((each) => numberOf(each) ?? []),
  );
}

function numberOf(value: unknown): string | undefined {
  return change.safeParse(value).data?.value.metadata.phone_number_id;
}
