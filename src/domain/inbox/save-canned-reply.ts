import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { storableText } from "@/lib/storable-text";
import type { Agent } from "./agent";
import type { CannedReplyRow } from "./list-canned-replies";
import { refuseTaken } from "./refuse-taken";
import { notFound } from "./require-own";

type Written = Pick<CannedReplyRow, "shortcut" | "body">;

const taken = "There is a canned reply with that shortcut already.";

/** What the composer fills. */
const VARIABLES = ["name", "agent"];

const auditSql = (action: string) => `
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", $2, '${action}', 'CannedReply', id::text, jsonb_build_object('shortcut', shortcut) FROM reply
  )`;

const create = {
  name: "create_canned_reply",
  text: `
  WITH reply AS (
    INSERT INTO "CannedReply" ("organizationId", shortcut, body) VALUES ($1, $3, $4) RETURNING *
  ),
  ${auditSql("create_canned_reply")}
  SELECT id, shortcut, body, "updatedAt" FROM reply`,
};

/** @throws INVALID_INPUT for variables that nobody fills; CONFLICT when the shortcut is taken. */
export async function createCannedReply(
  { organizationId, actor }: Agent,
  { shortcut, body }: Written,
): Promise<CannedReplyRow> {
  checkVariables(body);
  const values = [organizationId, actor, shortcut, storableText(body)];
  const [created] = await refuseTaken(taken, () =>
    run<CannedReplyRow & Record<string, unknown>>(create, values),
  );
  return created as CannedReplyRow;
}

const change = {
  name: "change_canned_reply",
  text: `
  WITH reply AS (
    UPDATE "CannedReply" SET shortcut = coalesce($3, shortcut), body = coalesce($4, body), "updatedAt" = now()
    WHERE id = $5 AND "organizationId" = $1 RETURNING *
  ),
  ${auditSql("change_canned_reply")}
  SELECT id, shortcut, body, "updatedAt" FROM reply`,
};

/** @throws NOT_FOUND; INVALID_INPUT for variables that nobody fills; CONFLICT when the shortcut is taken. */
export async function changeCannedReply(
  { organizationId, actor }: Agent,
  id: number,
  { shortcut, body }: Partial<Written>,
): Promise<CannedReplyRow> {
  if (body !== undefined) checkVariables(body);
  const values = [
    organizationId,
    actor,
    shortcut ?? null,
    body === undefined ? null : storableText(body),
    id,
  ];
  const [changed] = await refuseTaken(taken, () =>
    run<CannedReplyRow & Record<string, unknown>>(change, values),
  );
  if (!changed) throw notFound("CannedReply", id);
  return changed;
}

function checkVariables(body: string): void {
  const names = [...body.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name = ""]) => name.trim());
  const unknown = names.filter((name) => !VARIABLES.includes(name));
  if (unknown.length === 0) return;
  const known = VARIABLES.map((name) => `{{${name}}}`).join(" and ");
  const publicMessage = `There is no variable {{${unknown[0]}}}: ${known} are filled.`;
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
