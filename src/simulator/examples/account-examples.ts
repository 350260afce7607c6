import { accountChange, type ChangeExample } from "./example";

const template = {
  message_template_id: 1_689_556_908_129_832,
  message_template_name: "reopen_conversation",
  message_template_language: "en_US",
};

const account: ChangeExample[] = [
  accountChange("account_update.verified", "the business was verified", () => ({
    event: "VERIFIED_ACCOUNT",
  })),
  accountChange("account_update.violation", "the account has broken a policy", () => ({
    event: "ACCOUNT_VIOLATION",
    violation_info: { violation_type: "SPAM" },
  })),
  accountChange("account_update.restriction", "the account may not start conversations", (facts) => ({
    event: "ACCOUNT_RESTRICTION",
    restriction_info: [
      {
        restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING",
        expiration: Number(facts.timestamp) + 7 * 86_400,
      },
    ],
  })),
  accountChange("account_update.disabled", "the account is to be disabled", () => ({
    event: "DISABLED_UPDATE",
    ban_info: { waba_ban_state: "SCHEDULE_FOR_DISABLE", waba_ban_date: "2026-12-01" },
  })),
  accountChange("account_update.deleted", "the account was deleted", () => ({ event: "ACCOUNT_DELETED" })),
  accountChange("account_update.partner_removed", "the account was taken from the app", (facts) => ({
    event: "PARTNER_REMOVED",
    waba_info: { waba_id: facts.number.wabaId },
  })),
  accountChange("account_alerts", "something about the account that a person has to know", (facts) => ({
    entity_type: "PHONE_NUMBER",
    entity_id: facts.number.phoneNumberId,
    alert_info: {
      alert_severity: "WARNING",
      alert_status: "ACTIVE",
      alert_type: "INCREASED_CAPABILITIES_ELIGIBILITY_FAILED",
      alert_description: "The messaging limit could not be raised.",
    },
  })),
  accountChange("account_review_update", "Meta has reviewed the account", () => ({ decision: "APPROVED" })),
  accountChange("business_capability_update", "another messaging limit", () => ({
    max_daily_conversations_per_business: 2000,
    max_phone_numbers_per_business: 25,
  })),
  accountChange("security", "somebody has changed the PIN", (facts) => ({
    display_phone_number: facts.number.displayPhoneNumber,
    event: "PIN_CHANGED",
    requester: "61555822107539",
  })),
  accountChange("flows", "a flow has another status", () => ({
    event: "FLOW_STATUS_CHANGE",
    message: "Flow booking changed status from PUBLISHED to THROTTLED",
    flow_id: "6627390910605886",
    old_status: "PUBLISHED",
    new_status: "THROTTLED",
  })),
];

const quality = (event: string, limit: string, summary: string) =>
  accountChange(`phone_number_quality_update.${event.toLowerCase()}`, summary, (facts) => ({
    display_phone_number: facts.number.displayPhoneNumber,
    event,
    current_limit: limit,
    max_daily_conversations_per_business: limit,
  }));

const numbers: ChangeExample[] = [
  quality("FLAGGED", "TIER_2K", "the number's quality is low"),
  quality("UNFLAGGED", "TIER_2K", "the number's quality is medium or high again"),
  quality("DOWNGRADE", "TIER_250", "a lower messaging limit"),
  quality("UPGRADE", "TIER_10K", "a higher messaging limit"),
  quality("THROUGHPUT_UPGRADE", "TIER_UNLIMITED", "1,000 messages a second"),
  accountChange("phone_number_name_update.approved", "the display name was approved", (facts) => ({
    display_phone_number: facts.number.displayPhoneNumber,
    decision: "APPROVED",
    requested_verified_name: "Simulated Business",
    rejection_reason: null,
  })),
  accountChange("phone_number_name_update.rejected", "the display name was rejected", (facts) => ({
    display_phone_number: facts.number.displayPhoneNumber,
    decision: "REJECTED",
    requested_verified_name: "Simulated Business",
    rejection_reason: "NAME_EMPLOYEE_INDIVIDUAL_NAME",
  })),
];

const templateStatus = (event: string, reason: string, summary: string) =>
  accountChange(`message_template_status_update.${event.toLowerCase()}`, summary, () => ({
    event,
    ...template,
    message_template_category: "UTILITY",
    reason,
  }));

const templates: ChangeExample[] = [
  templateStatus("APPROVED", "NONE", "a template may be used"),
  templateStatus("REJECTED", "INCORRECT_CATEGORY", "a template was rejected"),
  templateStatus("PAUSED", "NONE", "a template is paused: too many have blocked it"),
  templateStatus("DISABLED", "NONE", "a template is disabled for good"),
  templateStatus("PENDING_DELETION", "NONE", "a template is being deleted"),
  accountChange("message_template_quality_update", "a template's quality has changed", () => ({
    previous_quality_score: "GREEN",
    new_quality_score: "YELLOW",
    ...template,
  })),
  accountChange("message_template_components_update", "a template's text has changed", () => ({
    ...template,
    message_template_element: "Hello {{1}}, here is our answer to your message.",
  })),
  accountChange("template_category_update", "a template is in another category", () => ({
    ...template,
    previous_category: "UTILITY",
    new_category: "MARKETING",
  })),
];

export const accountExamples: ChangeExample[] = [...account, ...numbers, ...templates];
