// Meta's webhook as it is on the wire (Meta, webhooks/reference/messages and …/status). Only what we rely on is
// demanded; everything else passes through. Each message and each status is parsed by itself, so that a malformed
// one costs nobody else anything.

import { z } from "zod";
import { wireError } from "./message";
import { id, list, part, timestamp } from "./tolerant";

export { type WireAccountValue, wireAccountValue } from "./account";
export { readChanges, type WireChange, type WireValue, wireValue } from "./envelope";
export {
  readWireEcho,
  readWireMessage,
  type WireContact,
  type WireError,
  type WireMessage,
  type WireWritten,
  wireContact,
  wireError,
  wirePreference,
  wireSender,
} from "./message";

export const wireReceipt = z.looseObject({
  id,
  status: z.string().min(1).max(32),
  timestamp,
  biz_opaque_callback_data: z.string().optional().catch(undefined),
  recipient_id: z.string().optional().catch(undefined),
  recipient_user_id: z.string().optional().catch(undefined),
  /** Of a message to a group: who of it. */
  recipient_participant_id: z.string().optional().catch(undefined),
  recipient_participant_user_id: z.string().optional().catch(undefined),
  pricing: part({}),
  errors: list(wireError),
});
