import type { WireAccountValue } from "@/infra/whatsapp/webhook-schema";
import { storableText } from "@/lib/storable-text";

/** What an event says of one template; null: as before. */
export interface TemplateState {
  providerTemplateId: string | null;
  name: string | null;
  language: string | null;
  status: string | null;
  rejectedReason: string | null;
  qualityScore: string | null;
  category: string | null;
  /** Its components have changed: what we have of them is old until the next look at Meta's list. */
  isChanged: boolean;
}

/**
 * The status a template has after an event (Meta, webhooks/reference/message_template_status_update). FLAGGED is a warning:
 * the template can be sent as before.
 */
const statuses: Record<string, string | undefined> = {
  APPROVED: "APPROVED",
  REINSTATED: "APPROVED",
  PENDING: "PENDING",
  IN_APPEAL: "IN_APPEAL",
  REJECTED: "REJECTED",
  PAUSED: "PAUSED",
  DISABLED: "DISABLED",
  LIMIT_EXCEEDED: "LIMIT_EXCEEDED",
  LOCKED: "LOCKED",
  ARCHIVED: "ARCHIVED",
  UNARCHIVED: "APPROVED",
  DELETED: "DELETED",
  PENDING_DELETION: "PENDING_DELETION",
};

/** Null for events that are about no template. */
export function readTemplateState(field: string, value: WireAccountValue): TemplateState | null {
  const providerTemplateId = value.message_template_id ?? null;
  const name = value.message_template_name ? storableText(value.message_template_name) : null;
  if (!/^(message_)?template_/.test(field) || (!providerTemplateId && !name)) return null;
  const isStatus = field === "message_template_status_update";
  const reason = value.reason === "NONE" ? undefined : value.reason;
  return {
    providerTemplateId,
    name,
    language: value.message_template_language ? storableText(value.message_template_language) : null,
    status: (isStatus && statuses[value.event ?? ""]) || null,
    rejectedReason: isStatus && reason ? storableText(reason) : null,
    qualityScore: field === "message_template_quality_update" ? (value.new_quality_score ?? null) : null,
    category: field === "template_category_update" ? (value.new_category ?? null) : null,
    isChanged: field === "message_template_components_update",
  };
}
