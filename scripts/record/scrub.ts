// Takes out of a webhook everything that says who somebody is or what was written. Fail closed: a string stays only where
// its place is listed here and it looks as such a value of Meta's looks; everything else, known or not, is replaced.

import { type Kind, Pseudonyms } from "./pseudonyms";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const word = /^[A-Za-z_]{1,40}$/;
const seconds = /^\d{9,12}$/;
const mimeType = /^[a-z]{4,12}\/[a-z0-9.+-]{2,80}(; ?codecs=opus)?$/;

/** Places, arrays left out, whose strings are Meta's own words. `*` is one key of any name. */
const STRUCTURE: Record<string, RegExp> = {
  object: word,
  "entry.changes.field": word,
  "value.messaging_product": word,
  "value.event": word,
  "value.decision": word,
  "value.current_limit": /^[A-Z0-9_]{1,40}$/,
  "value.messages.type": word,
  "value.messages.timestamp": seconds,
  "value.messages.*.mime_type": mimeType,
  "value.messages.interactive.type": word,
  "value.messages.system.type": word,
  "value.messages.unsupported.type": word,
  "value.messages.edit.message.type": word,
  "value.messages.edit.message.*.mime_type": mimeType,
  "value.messages.referral.source_type": word,
  "value.messages.contacts.origin": word,
  "value.message_echoes.type": word,
  "value.message_echoes.timestamp": seconds,
  "value.message_echoes.*.mime_type": mimeType,
  "value.message_echoes.edit.message.type": word,
  "value.statuses.status": word,
  "value.statuses.timestamp": seconds,
  "value.statuses.recipient_type": word,
  "value.statuses.pricing.category": /^[a-z_-]{1,40}$/,
  "value.statuses.pricing.type": word,
  "value.statuses.pricing.pricing_model": word,
  "value.user_preferences.category": word,
  "value.user_preferences.value": word,
  "value.groups.type": word,
  "value.groups.timestamp": seconds,
  "value.calls.event": word,
  "value.calls.direction": word,
  "value.calls.timestamp": seconds,
};

/** Places whose numbers are Meta's own. */
const NUMBERS = new Set([
  "value.errors.code",
  "value.messages.errors.code",
  "value.statuses.errors.code",
  "value.user_preferences.timestamp",
  "value.messages.order.product_items.quantity",
]);

const KIND_OF_KEY: Record<string, Kind> = {
  ...keys("phone", ["from", "to", "wa_id", "recipient_id", "display_phone_number", "phone", "customer"]),
  ...keys("phone", ["recipient_participant_id", "input"]),
  ...keys("id", [
    "id",
    "phone_number_id",
    "group_id",
    "catalog_id",
    "message_template_id",
    "waba_id",
    "entity_id",
  ]),
  ...keys("name", ["name", "username", "formatted_name", "first_name", "last_name"]),
  ...keys("hash", ["sha256", "hash", "identity_key_hash", "recipient_identity_key_hash"]),
  ...keys("address", ["url", "href", "link", "source_url", "image_url", "video_url", "thumbnail_url"]),
};

function keys(kind: Kind, names: string[]): Record<string, Kind> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

const STRUCTURAL_KEY = /^[a-z][a-z_]{0,39}$/;
/** Keys of Meta's that have digits in them. */
const KEYS_WITH_DIGITS = new Set(["sha256"]);

interface Place {
  /** Keys from the root, arrays left out; `value` for everything up to and with it. */
  path: string[];
  key: string;
}

/** One webhook after the other, all in the same pseudonyms. */
export class Scrubber {
  readonly #pseudonyms = new Pseudonyms();

  scrub(webhook: unknown): Json {
    return this.#walk(webhook as Json, { path: [], key: "" });
  }

  #walk(value: Json, place: Place): Json {
    if (typeof value === "string") return this.#string(value, place);
    if (typeof value === "number") return this.#number(value, place);
    if (Array.isArray(value)) return value.map((item) => this.#walk(item, place));
    if (value === null || typeof value !== "object") return value;
    const isValue = (key: string) => key === "value" && place.path.join(".") === "entry.changes";
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        const name = this.#key(key);
        const path = isValue(key) ? ["value"] : [...place.path, name];
        return [name, this.#walk(member, { path, key: name })];
      }),
    );
  }

  /** A key can be a phone number as well as a value can. */
  #key(key: string): string {
    if (STRUCTURAL_KEY.test(key) || KEYS_WITH_DIGITS.has(key)) return key;
    return this.#pseudonyms.of(key, "text").replaceAll(" ", "_");
  }

  #string(text: string, place: Place): string {
    if (patternOf(place.path)?.test(text)) return text;
    if (place.key === "response_json") return this.#embedded(text, place);
    return this.#pseudonyms.of(text, KIND_OF_KEY[place.key] ?? "text");
  }

  /** JSON in a string (flow replies) stays JSON, or its readers would stumble over the recording alone. */
  #embedded(text: string, place: Place): string {
    try {
      return JSON.stringify(this.#walk(JSON.parse(text), { ...place, key: "" }));
    } catch {
      return this.#pseudonyms.of(text, "text"); // Not JSON after all: a text like any other.
    }
  }

  #number(value: number, { path, key }: Place): number {
    if (NUMBERS.has(path.join("."))) return value;
    return key === "latitude" || key === "longitude" ? 0.5 : 0;
  }
}

function patternOf(path: string[]): RegExp | undefined {
  const exact = STRUCTURE[path.join(".")];
  if (exact || path.length < 2) return exact;
  const [last = "", ...rest] = path.toReversed();
  return STRUCTURE[[...rest.slice(1).toReversed(), "*", last].join(".")];
}
