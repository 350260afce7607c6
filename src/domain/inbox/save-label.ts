import { run } from "@/infra/database/statement";
import { storableText } from "@/lib/storable-text";
import type { Agent } from "./agent";
import type { LabelRow } from "./list-labels";
import { refuseTaken } from "./refuse-taken";
import { notFound } from "./require-own";

const taken = "There is a label with that name already.";

const auditSql = (action: string) => `
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", $2, '${action}', 'Label', id::text, jsonb_build_object('name', name, 'color', color) FROM label
  )`;

const create = {
  name: "create_label",
  text: `
  WITH label AS (
    INSERT INTO "Label" ("organizationId", name, color) VALUES ($1, $3, $4) RETURNING *
  ),
  ${auditSql("create_label")}
  SELECT id, name, color FROM label`,
};

/** Makes a label. @throws CONFLICT when its name is taken. */
export async function createLabel(agent: Agent, label: Omit<LabelRow, "id">): Promise<LabelRow> {
  const values = [agent.organizationId, agent.actor, storableText(label.name), label.color];
  const [created] = await refuseTaken(taken, () => run<LabelRow & Record<string, unknown>>(create, values));
  return created as LabelRow;
}

const change = {
  name: "change_label",
  text: `
  WITH label AS (
    UPDATE "Label" SET name = coalesce($3, name), color = coalesce($4, color)
    WHERE id = $5 AND "organizationId" = $1 RETURNING *
  ),
  ${auditSql("change_label")}
  SELECT id, name, color FROM label`,
};

/** Renames or recolours a label, on every conversation that has it. @throws NOT_FOUND; CONFLICT when its name is taken. */
export async function changeLabel(
  agent: Agent,
  id: number,
  label: Partial<Omit<LabelRow, "id">>,
): Promise<LabelRow> {
  const name = label.name === undefined ? null : storableText(label.name);
  const values = [agent.organizationId, agent.actor, name, label.color ?? null, id];
  const [changed] = await refuseTaken(taken, () => run<LabelRow & Record<string, unknown>>(change, values));
  if (!changed) throw notFound("Label", id);
  return changed;
}
