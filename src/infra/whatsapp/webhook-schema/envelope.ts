// What every webhook has around what it tells (Meta, webhooks/overview). Each entry and change is read by itself, so that
// a malformed one costs nobody else anything.

import { z } from "zod";

export const wireValue = z.looseObject({
  metadata: z.looseObject({ phone_number_id: z.string().min(1).max(64) }),
  contacts: z.array(z.unknown()).optional().catch(undefined),
  messages: z.unknown().optional(),
  statuses: z.unknown().optional(),
  message_echoes: z.unknown().optional(),
  user_preferences: z.unknown().optional(),
  errors: z.unknown().optional(),
});

const wireChange = z.looseObject({ field: z.string().min(1).max(128), value: z.unknown() });
const wireEntry = z.looseObject({
  id: z.string().min(1).max(64).optional().catch(undefined),
  time: z.number().int().min(1_230_768_000).max(4_102_444_799).optional().catch(undefined),
  changes: z.array(z.unknown()),
});
const wireEnvelope = z.looseObject({
  object: z.literal("whatsapp_business_account"),
  entry: z.array(z.unknown()),
});

export type WireValue = z.infer<typeof wireValue>;

/** One change of one entry. */
export interface WireChange {
  /** Meta's WhatsApp Business Account. */
  wabaId: string | null;
  /** When it was sent, by Meta's clock; not every field tells it. */
  at: Date | null;
  field: string;
  value: unknown;
}

export interface WireChanges {
  /** Every change, in order. */
  changes: WireChange[];
  /** Entries and changes that could not be read. */
  malformedCount: number;
}

/** Undefined when this is no webhook of WhatsApp's. */
export function readChanges(json: unknown): WireChanges | undefined {
  const envelope = wireEnvelope.safeParse(json);
  if (!envelope.success) return undefined;
  const read: WireChanges = { changes: [], malformedCount: 0 };
  for (const item of envelope.data.entry) {
    const entry = wireEntry.safeParse(item).data;
    if (!entry) read.malformedCount += 1;
    for (const each of entry?.changes ?? []) {
      const change = wireChange.safeParse(each).data;
      if (!change) read.malformedCount += 1;
      else read.changes.push(toChange(change, entry));
    }
  }
  return read;
}

type Entry = z.infer<typeof wireEntry>;

function toChange({ field, value }: z.infer<typeof wireChange>, entry: Entry | undefined): WireChange {
  const at = entry?.time === undefined ? null : new Date(entry.time * 1000);
  return { wabaId: entry?.id ?? null, at, field, value };
}
