import { BoundedLog } from "../bounded-log";
import { addressOf, type Customer, type Customers } from "../customers";
import type { EventLog } from "../event-log";
import type { MediaStore } from "../graph/media-store";
import type { RateLimits } from "../graph/rate-limits";
import type { SettingsStore } from "../settings";
import { newWamid } from "../wamid";
import { envelopeOf, type JsonObject, type Layout, type Update } from "./envelope";
import { buildInboundMessage, type InboundDraft, opensWindow, readableText } from "./inbound-message";
import { metaJson } from "./signed-json";
import type { DeliveryAttempt, WebhookDeliverer } from "./webhook-deliverer";
import type { WebhookGate } from "./webhook-gate";

/** What was written in one webhook body. No delivery id: it was held, dropped or delayed. */
export interface WrittenWebhook {
  wamids: string[];
  deliveryIds: string[];
  /** Of the first attempts; null = no answer. */
  statuses: (number | null)[];
}

/** A message some customer sent: enough to accept a read call for it. */
export interface KnownMessage {
  wamid: string;
  customer: string;
  phoneNumberId: string;
}

interface Prepared {
  update: Update;
  wamid: string;
  customer: string;
  userId: string;
  text: string;
}

const MESSAGES_KEPT_MAX = 500_000;

interface Parts {
  settings: SettingsStore;
  events: EventLog;
  customers: Customers;
  media: MediaStore;
  limits: RateLimits;
  gate: WebhookGate;
  deliverer: WebhookDeliverer;
}

/** Customers writing to the business. */
export class CustomerMessages {
  readonly #parts: Parts;
  readonly #byWamid = new Map<string, KnownMessage>();
  readonly #log = new BoundedLog<KnownMessage>({
    max: MESSAGES_KEPT_MAX,
    onEvict: (message) => this.#byWamid.delete(message.wamid),
  });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * The customers write these, in one webhook body or in one each, all at once. With isAwaited it resolves when every
   * first attempt is over, else as soon as they are under way.
   */
  async write(
    drafts: InboundDraft[],
    options: { grouping: "together" | "separately"; layout: Layout; isAwaited: boolean },
  ): Promise<WrittenWebhook[]> {
    const prepared = drafts.map((draft) => this.#prepare(draft));
    const bodies = options.grouping === "together" ? [prepared] : prepared.map((one) => [one]);
    const started = bodies.map((body) => this.#send(body, options.layout));
    if (options.isAwaited) await Promise.all(started.map(({ firstAttempts }) => firstAttempts));
    return started.map(({ written }) => written);
  }

  find(wamid: string): KnownMessage | undefined {
    return this.#byWamid.get(wamid);
  }

  /** Learns who wrote what from a body made elsewhere, as Meta would know it; anything unexpected is skipped. */
  noteEnvelope(body: string): void {
    for (const { value } of changesOf(body)) {
      const phoneNumberId = String(asObject(value.metadata).phone_number_id);
      for (const message of listOf(value.messages)) {
        const waId = typeof message.from === "string" ? message.from : undefined;
        const userId = typeof message.from_user_id === "string" ? message.from_user_id : undefined;
        if (waId === undefined && userId === undefined) continue;
        const customer = this.#parts.customers.meet({ waId, userId });
        const seconds = Number(message.timestamp);
        this.#note({ wamid: String(message.id), customer: addressOf(customer), phoneNumberId });
        if (!opensWindow(String(message.type)) || !Number.isFinite(seconds)) continue;
        this.#parts.customers.wrote(customer, phoneNumberId, seconds * 1000);
      }
    }
  }

  clear(): void {
    this.#byWamid.clear();
    this.#log.clear();
  }

  #prepare(draft: InboundDraft): Prepared {
    const { customers, media, limits, events } = this.#parts;
    const number = this.#parts.settings.numberFor(draft.phoneNumberId);
    const { phoneNumberId } = number;
    const customer = customers.meet({
      waId: draft.from,
      userId: draft.userId,
      parentUserId: draft.parentUserId,
      username: draft.username,
      name: draft.name,
      isPhoneHidden: draft.omitPhone,
    });
    const address = addressOf(customer);
    const wamid = draft.wamid ?? newWamid(address, "inbound");
    const { message, contact } = buildInboundMessage(draft, {
      customer,
      wamid,
      media,
      businessDigits: number.displayPhoneNumber,
    });
    const text = readableText(message);
    if (opensWindow(draft.type)) {
      const at = draft.timestamp === undefined ? Date.now() : draft.timestamp * 1000;
      customers.wrote(customer, phoneNumberId, at);
    }
    limits.countInbound(phoneNumberId);
    this.#note({ wamid, customer: address, phoneNumberId });
    events.append({
      type: "message",
      wamid,
      customer: address,
      phoneNumberId,
      messageType: draft.type,
      text,
      payload: message,
    });
    const { userId } = customer;
    // After the webhook is built: it still carries the old number in `from`.
    if (draft.type === "system") this.#rename(customer, asObject(message.system));
    const update: Update = { number, kind: "messages", item: message, contact };
    return { update, wamid, customer: address, userId, text };
  }

  #rename(customer: Customer, system: JsonObject): void {
    const textOrNothing = (value: unknown) => (typeof value === "string" ? value : undefined);
    const waId = textOrNothing(system.wa_id);
    this.#parts.customers.rename(customer, { waId, userId: textOrNothing(system.user_id) });
  }

  #send(body: Prepared[], layout: Layout): { written: WrittenWebhook; firstAttempts: Promise<void> } {
    const written: WrittenWebhook = { wamids: body.map(({ wamid }) => wamid), deliveryIds: [], statuses: [] };
    const bytes = metaJson(
      envelopeOf(
        body.map(({ update }) => update),
        layout,
      ),
    );
    const emit = async (): Promise<DeliveryAttempt> => {
      const { delivery, firstAttempt } = this.#parts.deliverer.deliver({
        kind: "message",
        body: bytes,
        signing: "valid",
        isRedelivered: true,
      });
      written.deliveryIds.push(delivery.id);
      const attempt = await firstAttempt;
      written.statuses.push(attempt.status);
      return attempt;
    };
    const firstAttempts = this.#parts.gate.pass({
      kind: "message",
      customers: body.flatMap(({ customer, userId }) => [customer, userId]),
      text: body.map(({ text }) => text).join("\n"),
      phoneNumberId: body[0]?.update.number.phoneNumberId ?? "",
      emit,
    });
    return { written, firstAttempts };
  }

  #note(message: KnownMessage): void {
    if (this.#byWamid.has(message.wamid)) return;
    this.#byWamid.set(message.wamid, message);
    this.#log.append(message);
  }
}

function asObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? (value as JsonObject) : {};
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}

function changesOf(body: string): { value: JsonObject }[] {
  let envelope: unknown;
  try {
    envelope = JSON.parse(body);
  } catch {
    // Bytes that are no JSON are a legitimate thing to throw at a webhook; there is nothing to learn from them.
    return [];
  }
  return listOf(asObject(envelope).entry).flatMap((entry) =>
    listOf(entry.changes).map((change) => ({ value: asObject(change.value) })),
  );
}
