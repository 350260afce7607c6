import { inOrganization } from "@/infra/database/in-organization";
import type { labelColors } from "./conversation-row";

export interface LabelRow {
  id: number;
  name: string;
  color: (typeof labelColors)[number];
}

const statement = {
  name: "list_labels",
  text: `SELECT id, name, color FROM "Label" WHERE "organizationId" = $1 ORDER BY lower(name), id`,
};

/** The labels of an organization, by their names. */
export function listLabels(organizationId: string): Promise<LabelRow[]> {
  return inOrganization(organizationId, (ask) =>
    ask<LabelRow & Record<string, unknown>>(statement, [organizationId]),
  );
}
