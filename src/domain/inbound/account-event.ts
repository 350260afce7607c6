// What Meta tells of accounts, numbers, templates and groups (Meta, webhooks/reference/…, a page for each field), and
// errors without a message. All of it is kept; some of it changes what we know of a number or a template.

import { createHash } from "node:crypto";
import { type WireAccountValue, type WireChange, wireAccountValue } from "@/infra/whatsapp/webhook-schema";
import { storableJson, storableText } from "@/lib/storable-text";
import { noticeOf, type Severity } from "./account-notice";
import { readNumberState } from "./number-state";
import { readTemplateState, type TemplateState } from "./template-state";

export interface AccountEvent {
  phoneNumberId: string | null;
  /** Meta's WhatsApp Business Account. */
  wabaId: string | null;
  /** Digits of the business number it is about. */
  displayNumber: string | null;
  field: string;
  event: string | null;
  severity: Severity;
  payload: unknown;
  occurredAt: Date | null;
  dedupeKey: string;
  /** What is known of the number from now on; null: as before. */
  qualityRating: string | null;
  sendsPerSecond: number | null;
  template: TemplateState | null;
  /** Told to the people of the organization. */
  notice: { title: string; body: string } | null;
}

export function readAccountEvent(change: WireChange): AccountEvent {
  const value: WireAccountValue = wireAccountValue.safeParse(change.value).data ?? {};
  const event = eventOf(change.field, value);
  const { severity, title } = noticeOf(change.field, event, value);
  const template = readTemplateState(change.field, value);
  const body = [value.message_template_name, value.display_phone_number, event, value.reason].filter(Boolean);
  return {
    ...base(change, value.metadata?.phone_number_id ?? null),
    displayNumber: digitsOf(value.display_phone_number ?? value.phone_number),
    event: event ? storableText(event) : null,
    severity,
    payload: payloadOf(change),
    ...readNumberState(change.field, value),
    template,
    notice: title ? { title, body: storableText(body.join(" · ")).slice(0, 500) } : null,
  };
}

export function readErrorEvent(change: WireChange, code: number, phoneNumberId: string): AccountEvent {
  return {
    ...base({ ...change, field: "errors" }, phoneNumberId),
    displayNumber: null,
    event: String(code),
    severity: "warning",
    payload: storableJson(change.value),
    qualityRating: null,
    sendsPerSecond: null,
    template: null,
    notice: null,
  };
}

function base({ wabaId, at, field, value }: WireChange, phoneNumberId: string | null) {
  // Meta gives these no id. The time is part of it where it is told: what happens again is told again.
  const key = canonical([wabaId, phoneNumberId, field, at?.getTime() ?? null, storableJson(value)]);
  return {
    phoneNumberId: phoneNumberId && storableText(phoneNumberId),
    wabaId: wabaId && storableText(wabaId),
    field: storableText(field),
    occurredAt: at,
    dedupeKey: createHash("sha256").update(key).digest("hex"),
  };
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function eventOf(field: string, value: WireAccountValue): string | undefined {
  const named = value.event ?? value.decision;
  if (field === "account_alerts") return value.alert_type ?? value.alert_info?.alert_type ?? named;
  if (field === "message_template_quality_update") return value.new_quality_score ?? named;
  if (field === "template_category_update") return value.new_category ?? value.correct_category ?? named;
  return named;
}

function digitsOf(number: string | undefined): string | null {
  return number?.replace(/\D/g, "") || null;
}

/** Fields that speak of the business and of nobody else. */
const aboutBusiness =
  /^(account_\w+|phone_number_\w+|business_\w+|message_template_\w+|template_\w+|security|flows|payment_configuration_update|partner_solutions)$/;

/** Fields in which customers are named, but by known keys. */
const aboutPeople = /^(group_\w+|calls)$/;
const personalKeys =
  /^(wa_id|(\w+_)?user_id|from|to|username|profile|name|input|contacts|messages|phone|sdp|session)$/;

/**
 * What is kept of the value. Events of an account outlive its customers' data and are found by nobody who erases one, so
 * people are left out; of fields we do not know, all but their outline. The raw delivery has the rest, for as long as it is kept.
 */
function payloadOf({ field, value }: WireChange): unknown {
  if (typeof value !== "object" || value === null) return {};
  if (aboutBusiness.test(field)) return storableJson(value);
  if (aboutPeople.test(field)) return withoutPeople(storableJson(value));
  return storableJson({ keys: Object.keys(value).slice(0, 50) });
}

function withoutPeople(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPeople);
  const kept = Object.entries(value).filter(([key]) => !personalKeys.test(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutPeople(member)]));
}
