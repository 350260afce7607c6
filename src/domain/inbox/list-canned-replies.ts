import { inOrganization } from "@/infra/database/in-organization";

export interface CannedReplyRow {
  id: number;
  shortcut: string;
  body: string;
  updatedAt: Date;
}

const statement = {
  name: "list_canned_replies",
  text: `SELECT id, shortcut, body, "updatedAt" FROM "CannedReply" WHERE "organizationId" = $1 ORDER BY shortcut, id`,
};

/** The canned replies of an organization, by their shortcuts. */
export function listCannedReplies(organizationId: string): Promise<CannedReplyRow[]> {
  return inOrganization(organizationId, (ask) =>
    ask<CannedReplyRow & Record<string, unknown>>(statement, [organizationId]),
  );
}
