// What Meta tells of accounts, numbers and templates (Meta, webhooks/reference/account_update and its neighbours). One
// shape for all of it: whichever fields are there are read, and the whole is kept.

import { z } from "zod";
import { numericId, part, reference, text, word } from "./tolerant";

export const wireAccountValue = z.looseObject({
  event: word,
  decision: word,
  metadata: part({ phone_number_id: reference }),
  display_phone_number: word,
  phone_number: word,
  current_limit: word,
  new_quality_score: word,
  quality_rating: word,
  reason: text,
  ban_info: part({ waba_ban_state: word }),
  alert_severity: word,
  alert_type: word,
  alert_status: word,
  alert_info: part({ alert_severity: word, alert_type: word, alert_status: word }),
  message_template_id: numericId,
  message_template_name: reference,
  message_template_language: word,
  new_category: word,
  correct_category: word,
  new_status: word,
  alert_state: word,
});

export type WireAccountValue = z.infer<typeof wireAccountValue>;
