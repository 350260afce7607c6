// The rows of the demo's conversations as they are put together, and how they are written: all of them or none.

import { createHash } from "node:crypto";
import type { Prisma } from "@/infra/database/generated/client";
import { prisma } from "@/infra/database/prisma";
import { run } from "@/infra/database/statement";

type Numbered = "Contact" | "Lead" | "Conversation" | "Message" | "OutboundJob" | "AiUsage";

/** More than the demo needs of any of them: numbers that are left over do no harm. */
const IDS = 400;

/** Where the rows belong, and what they refer to. */
export interface Setting {
  organizationId: string;
  /** Epoch milliseconds: what "ago" is told from. */
  now: number;
  numbers: Record<"main" | "second", { id: string; phoneNumberId: string; wabaId: string | null }>;
  userIds: Record<string, string>;
  labelIds: Record<string, bigint>;
  passages: { id: number; documentId: string; title: string; version: number }[];
  personaVersion: number | null;
}

const nextIds = (table: Numbered) => ({
  name: `demo_ids_${table}`,
  text: `SELECT nextval('"${table}_id_seq"')::int AS id FROM generate_series(1, ${IDS})`,
});

export class Rows {
  readonly contacts: Prisma.ContactCreateManyInput[] = [];
  readonly aliases: Prisma.ContactAliasCreateManyInput[] = [];
  readonly leads: Prisma.LeadCreateManyInput[] = [];
  readonly conversations: Prisma.ConversationCreateManyInput[] = [];
  readonly labels: Prisma.ConversationLabelCreateManyInput[] = [];
  readonly notes: Prisma.ConversationNoteCreateManyInput[] = [];
  readonly messages: Prisma.MessageCreateManyInput[] = [];
  readonly files: (Prisma.MediaAssetCreateManyInput & { id: string })[] = [];
  readonly jobs: (Prisma.OutboundJobCreateManyInput & { id: number; answeredJobIds: number[] })[] = [];
  readonly sends: Prisma.OutboundMessageLogCreateManyInput[] = [];
  readonly receipts: Prisma.ReceiptEventCreateManyInput[] = [];
  readonly turns: Prisma.AiTurnCreateManyInput[] = [];
  readonly calls: Prisma.AiUsageCreateManyInput[] = [];
  readonly notifications: Prisma.NotificationCreateManyInput[] = [];
  readonly audits: Prisma.AuditEventCreateManyInput[] = [];
  readonly deliveries: Prisma.WebhookDeliveryCreateManyInput[] = [];
  readonly dedupeKeys: Prisma.ProcessedWebhookEventCreateManyInput[] = [];

  /** Of files, by their key in the storage. */
  readonly bytes = new Map<string, Buffer>();

  private constructor(
    readonly setting: Setting,
    readonly ids: Record<Numbered, number[]>,
  ) {}

  static async prepare(setting: Setting): Promise<Rows> {
    const tables = ["Contact", "Lead", "Conversation", "Message", "OutboundJob", "AiUsage"] as const;
    const taken = await Promise.all(
      tables.map(async (table) => (await run<{ id: number }>(nextIds(table))).map(({ id }) => id)),
    );
    const ids = Object.fromEntries(tables.map((table, at) => [table, taken[at] ?? []]));
    return new Rows(setting, ids as Record<Numbered, number[]>);
  }

  id(table: Numbered): number {
    const id = this.ids[table].shift();
    if (id === undefined) throw new Error(`The demo has more than ${IDS} rows of ${table}`);
    return id;
  }

  at(minutesAgo: number): Date {
    return new Date(this.setting.now - Math.round(minutesAgo * 60_000));
  }

  /** The same in every demo of this organization, and of no other. */
  uuid(name: string): string {
    const hex = createHash("sha256").update(`${this.setting.organizationId}:${name}`).digest("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  wamid(name: string): string {
    const hex = createHash("sha256").update(`${this.setting.organizationId}:wamid:${name}`).digest("hex");
    return `wamid.${Buffer.from(hex.slice(0, 36), "hex").toString("base64").replaceAll(/[+/]/g, "x")}`;
  }

  async write(): Promise<void> {
    const { contacts, aliases, leads, conversations, messages, files, jobs } = this;
    const db = prisma();
    await db.$transaction([
      db.contact.createMany({ data: contacts }),
      db.contactAlias.createMany({ data: aliases }),
      db.lead.createMany({ data: leads }),
      db.conversation.createMany({ data: conversations }),
      db.conversationLabel.createMany({ data: this.labels }),
      db.conversationNote.createMany({ data: this.notes }),
      db.message.createMany({ data: messages }),
      db.mediaAsset.createMany({ data: files }),
      db.outboundJob.createMany({ data: jobs }),
      db.outboundMessageLog.createMany({ data: this.sends }),
      db.receiptEvent.createMany({ data: this.receipts }),
      db.aiTurn.createMany({ data: this.turns }),
      db.aiUsage.createMany({ data: this.calls }),
      db.notification.createMany({ data: this.notifications }),
      db.auditEvent.createMany({ data: this.audits }),
      db.webhookDelivery.createMany({ data: this.deliveries, skipDuplicates: true }),
      db.processedWebhookEvent.createMany({ data: this.dedupeKeys, skipDuplicates: true }),
    ]);
  }
}
