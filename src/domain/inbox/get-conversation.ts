import { personaSchema } from "@/domain/persona";
import { epochMsSql } from "@/infra/database/epoch-ms-sql";
import type { LeadStatus } from "@/infra/database/generated/enums";
import { inOrganization } from "@/infra/database/in-organization";
import { AppError } from "@/lib/errors";
import { type Composer, type ComposerState, composerStateSql, toComposer } from "./composer-state";
import {
  type ConversationRow,
  rowColumnsSql,
  rowJoinsSql,
  type StoredConversation,
  toRow,
} from "./conversation-row";

export interface ConversationDetails extends ConversationRow {
  composer: Composer;
  handoverSummary: string | null;
  returnsToBotAt: Date | null;
  contact: {
    id: number;
    name: string | null;
    profileName: string | null;
    username: string | null;
    phone: string | null;
    optedOutAt: Date | null;
    marketingOptedOutAt: Date | null;
    createdAt: Date;
    aliases: { kind: string; value: string | null; replacedAt: Date | null }[];
    otherConversations: { id: number; integrationName: string; lastMessageAt: Date | null }[];
  };
  lead: { id: number; status: LeadStatus; details: Record<string, unknown>; updatedAt: Date } | null;
}

const statement = {
  name: "get_conversation",
  text: `
  SELECT ${rowColumnsSql}, ${composerStateSql} AS "composerState", i."stoppedReason", c."handoverSummary",
    -- As returnQuietConversations has it.
    CASE WHEN c.mode = 'HUMAN' AND c."deletedAt" IS NULL THEN
      coalesce(greatest(c."personActiveAt", c."handoverToldAt", handover_job."completedAt"), c."updatedAt")
        + CASE jsonb_typeof(persona.minutes) WHEN 'null' THEN NULL WHEN 'number' THEN persona.minutes::int
            ELSE $3::int END * interval '1 minute' END AS "returnsToBotAt",
    json_build_object('id', p.id, 'name', p.name, 'profileName', p."profileName", 'username', p.username,
      'phone', p.phone, 'optedOutAt', ${epochMsSql(`p."optedOutAt"`)},
      'marketingOptedOutAt', ${epochMsSql(`p."marketingOptedOutAt"`)}, 'createdAt', ${epochMsSql(`p."createdAt"`)},
      'aliases', (
        SELECT coalesce(json_agg(json_build_object('kind', a.kind, 'value', a.value,
          'replacedAt', ${epochMsSql(`a."replacedAt"`)}) ORDER BY a."createdAt", a.alias), '[]')
        FROM "ContactAlias" a WHERE a."contactId" = p.id),
      'otherConversations', (
        SELECT coalesce(json_agg(json_build_object('id', o.id, 'integrationName', oi.name,
          'lastMessageAt', ${epochMsSql(`o."lastMessageAt"`)}) ORDER BY o."lastMessageAt" DESC NULLS LAST), '[]')
        FROM "Conversation" o JOIN "Integration" oi ON oi.id = o."integrationId"
        WHERE o."contactId" = p.id AND o.id <> c.id AND o."deletedAt" IS NULL)) AS contact,
    CASE WHEN lead.id IS NOT NULL THEN json_build_object('id', lead.id, 'status', lead.status, 'details', lead.details,
      'updatedAt', ${epochMsSql(`lead."updatedAt"`)}) END AS lead
  FROM "Conversation" c ${rowJoinsSql}
  LEFT JOIN "Lead" lead ON lead.id = c."leadId"
  LEFT JOIN "OutboundJob" handover_job ON handover_job.id = c."handoverJobId"
  LEFT JOIN LATERAL (
    SELECT v.content #> '{handover,autoReturnMinutes}' AS minutes FROM "Persona" v
    WHERE v."organizationId" = c."organizationId" ORDER BY v.version DESC LIMIT 1
  ) persona ON true
  WHERE c.id = $1 AND c."organizationId" = $2`,
};

type Ms<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends Date
    ? number
    : Date extends Shape[Key]
      ? number | null
      : Shape[Key];
};
type Contact = ConversationDetails["contact"];

interface Stored extends StoredConversation, Record<string, unknown> {
  composerState: ComposerState;
  stoppedReason: string | null;
  handoverSummary: string | null;
  returnsToBotAt: Date | null;
  contact: Ms<Omit<Contact, "aliases" | "otherConversations">> & {
    aliases: Ms<Contact["aliases"][number]>[];
    otherConversations: Ms<Contact["otherConversations"][number]>[];
  };
  lead: Ms<NonNullable<ConversationDetails["lead"]>> | null;
}

/** A conversation with all that is beside its messages. @throws NOT_FOUND, also for what is another organization's. */
export async function getConversation(
  organizationId: string,
  conversationId: number,
): Promise<ConversationDetails> {
  const { autoReturnMinutes } = personaSchema.parse({}).handover;
  const [stored] = await inOrganization(organizationId, (ask) =>
    ask<Stored>(statement, [conversationId, organizationId, autoReturnMinutes]),
  );
  if (!stored) throw new AppError("NOT_FOUND", `No conversation ${conversationId}`);
  const { handoverSummary, returnsToBotAt, contact, lead } = stored;
  return {
    ...toRow(stored),
    composer: toComposer(stored.composerState, stored.stoppedReason),
    handoverSummary,
    returnsToBotAt,
    contact: {
      ...contact,
      optedOutAt: toDate(contact.optedOutAt),
      marketingOptedOutAt: toDate(contact.marketingOptedOutAt),
      createdAt: new Date(contact.createdAt),
      aliases: contact.aliases.map((alias) => ({ ...alias, replacedAt: toDate(alias.replacedAt) })),
      otherConversations: contact.otherConversations.map((other) => ({
        ...other,
        lastMessageAt: toDate(other.lastMessageAt),
      })),
    },
    lead: lead && { ...lead, updatedAt: new Date(lead.updatedAt) },
  };
}

function toDate(epochMs: number | null): Date | null {
  return epochMs === null ? null : new Date(epochMs);
}
