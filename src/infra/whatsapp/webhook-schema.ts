// Meta's webhook as it is on the wire (Meta, webhooks/reference/messages and …/status). Only what we rely on is
// demanded; everything else passes through. Each message and each status is parsed by itself, so that a malformed
// one costs nobody else anything.

import { z } from "zod";

const id = z.string().min(1).max(512); // Longer ids would not fit into an index, and Meta's have some 60 characters.
const name = z
  .string()
  .transform((value) => value.slice(0, 512))
  .optional()
  .catch(undefined);

/** Meta leaves out what it withholds; an empty text means the same. */
const withheld = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value || undefined)
    .optional();

/** Unix seconds in a string; between 2009, when WhatsApp began, and 2100. */
const timestamp = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform((seconds) => new Date(Number(seconds) * 1000))
  .refine((date) => date.getUTCFullYear() >= 2009 && date.getUTCFullYear() < 2100, "is not a plausible time");

export const wireSender = z.looseObject({ from: withheld(64), from_user_id: withheld(256) });

export const wireMessage = wireSender.extend({
  id,
  group_id: z.string().optional().catch(undefined),
  timestamp,
  type: z.string().min(1).max(64),
});

export const wireReceipt = z.looseObject({
  id,
  status: z.string().min(1).max(32),
  timestamp,
  biz_opaque_callback_data: z.string().optional().catch(undefined),
  recipient_id: z.string().optional().catch(undefined),
  recipient_user_id: z.string().optional().catch(undefined),
  pricing: z.looseObject({}).optional().catch(undefined),
  errors: z
    .array(z.looseObject({ code: z.number(), title: z.string().optional(), message: z.string().optional() }))
    .optional()
    .catch(undefined),
});

export const wireContact = z.looseObject({
  wa_id: withheld(64).catch(undefined),
  user_id: withheld(256).catch(undefined),
  profile: z.looseObject({ name, username: name }).optional().catch(undefined),
});

export const wireValue = z.looseObject({
  metadata: z.looseObject({ phone_number_id: z.string().min(1).max(64) }),
  contacts: z.array(z.unknown()).optional().catch(undefined),
  messages: z.unknown().optional(),
  statuses: z.unknown().optional(),
});

const wireChange = z.looseObject({ field: z.string(), value: z.unknown() });
const wireEntry = z.looseObject({ changes: z.array(z.unknown()) });
const wireEnvelope = z.looseObject({
  object: z.literal("whatsapp_business_account"),
  entry: z.array(z.unknown()),
});

export type WireMessage = z.infer<typeof wireMessage>;
export type WireContact = z.infer<typeof wireContact>;

export interface WireChanges {
  /** The `value` of every change of the field `messages`, in order. */
  values: unknown[];
  /** Entries and changes that could not be read. */
  malformedCount: number;
}

/** Undefined when this is no webhook of WhatsApp's. */
export function readChanges(json: unknown): WireChanges | undefined {
  const envelope = wireEnvelope.safeParse(json);
  if (!envelope.success) return undefined;
  const entries = envelope.data.entry.map((entry) => wireEntry.safeParse(entry));
  const changes = entries
    .flatMap(({ data }) => data?.changes ?? [])
    .map((change) => wireChange.safeParse(change));
  return {
    values: changes.flatMap(({ data }) => (data?.field === "messages" ? [data.value] : [])),
    malformedCount: [...entries, ...changes].filter(({ success }) => !success).length,
  };
}
