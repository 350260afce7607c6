import type { Customers } from "../customers";
import type { EventLog } from "../event-log";
import { errorTitle } from "../graph/graph-error";
import type { PendingWork } from "../pending-work";
import type { SettingsStore } from "../settings";
import { envelopeOf, type JsonObject, type Layout, type Update } from "./envelope";
import { metaJson } from "./signed-json";
import type { DeliveryAttempt, WebhookDeliverer } from "./webhook-deliverer";
import type { WebhookGate } from "./webhook-gate";

/** One status of one sent message (webhooks/reference/messages/status). */
export interface Receipt {
  status: string;
  wamid: string;
  phoneNumberId: string;
  /** Unix seconds; now when absent. */
  timestamp?: number;
  customer: string;
  /** A message sent to a phone number has a waId, one sent to a user id need not. */
  recipient: {
    waId?: string;
    userId?: string;
    parentUserId?: string;
    isAddressedByUserId: boolean;
    isGroup?: boolean;
  };
  opaque?: string;
  category?: string;
  /** Graph error code of a `failed` one. */
  code?: number;
  /** Further or other fields of the status object. */
  extra?: JsonObject;
}

/** What the receipts of an accepted send need to know. */
export interface ReceiptPlan {
  receipt: Omit<Receipt, "status">;
  /** How the message ends: by itself, asynchronously failed, or in silence. */
  end: { type: "delivered" } | { type: "failed"; code: number; isSentFirst: boolean } | { type: "silence" };
}

interface QueuedReceipt {
  receipt: Receipt;
  resolve: (attempt: Promise<DeliveryAttempt>) => void;
}

interface Parts {
  settings: SettingsStore;
  events: EventLog;
  work: PendingWork;
  customers: Customers;
  deliverer: WebhookDeliverer;
  gate: WebhookGate;
}

/** Makes receipts, in time and through the gate, one a webhook or joined (`receipts.batchMax`). */
export class Receipts {
  readonly #parts: Parts;
  #queued: QueuedReceipt[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Schedules sent, delivered and, with autoRead, read; or what the plan says instead. */
  plan({ receipt, end }: ReceiptPlan): void {
    const { sentMs, deliveredMs, readMs, autoRead } = this.#parts.settings.current.receipts;
    const at = (ms: number, status: string, code?: number) =>
      this.#parts.work.after(ms, () => void this.pass({ ...receipt, status, code }));
    if (end.type === "silence") return;
    if (end.type === "failed") {
      if (end.isSentFirst) at(sentMs, "sent");
      at(end.isSentFirst ? deliveredMs : sentMs, "failed", end.code);
      return;
    }
    at(sentMs, "sent");
    at(deliveredMs, "delivered");
    if (autoRead) at(readMs, "read");
  }

  /** One receipt through holds and faults; resolves when its first attempt is over. */
  pass(receipt: Receipt): Promise<void> {
    return this.#parts.gate.pass({
      kind: "receipt",
      customers: [receipt.customer, receipt.recipient.userId ?? receipt.customer],
      text: receipt.status,
      phoneNumberId: receipt.phoneNumberId,
      emit: () => this.#emit(receipt),
    });
  }

  /** These receipts in one body, past holds and faults. Returns the delivery's id. */
  deliverTogether(
    receipts: Receipt[],
    layout: Layout,
  ): { id: string; firstAttempt: Promise<DeliveryAttempt> } {
    for (const receipt of receipts) {
      const { wamid, status, code } = receipt;
      this.#parts.events.append({ type: "receipt", wamid, status, code, customer: receipt.customer });
    }
    const body = metaJson(
      envelopeOf(
        receipts.map((receipt) => this.#updateOf(receipt)),
        layout,
      ),
    );
    const { delivery, firstAttempt } = this.#parts.deliverer.deliver({
      kind: "receipt",
      body,
      signing: "valid",
      isRedelivered: true,
    });
    return { id: delivery.id, firstAttempt };
  }

  clear(): void {
    this.#queued = [];
  }

  async #emit(receipt: Receipt): Promise<void> {
    const { batchMax, batchWindowMs } = this.#parts.settings.current.receipts;
    if (batchMax === 1) {
      await this.deliverTogether([receipt], "value").firstAttempt;
      return;
    }
    await new Promise<DeliveryAttempt>((resolve) => {
      this.#queued.push({ receipt, resolve });
      if (this.#queued.length === 1) this.#parts.work.after(batchWindowMs, () => this.#flush(batchMax));
      else if (this.#queued.length >= batchMax) this.#flush(batchMax);
    });
  }

  #flush(batchMax: number): void {
    while (this.#queued.length > 0) {
      const batch = this.#queued.splice(0, batchMax);
      const { firstAttempt } = this.deliverTogether(
        batch.map(({ receipt }) => receipt),
        "value",
      );
      for (const { resolve } of batch) resolve(firstAttempt);
    }
  }

  #updateOf(receipt: Receipt): Update {
    const { settings, customers } = this.#parts;
    const number = settings.numberFor(receipt.phoneNumberId);
    const contact = receipt.status === "failed" ? undefined : this.#contactOf(receipt, customers);
    return { number, kind: "statuses", item: this.#statusOf(receipt), contact };
  }

  /** Contacts come with sent, delivered and read; the username not with sent (business-scoped-user-ids). */
  #contactOf(receipt: Receipt, customers: Customers): JsonObject | undefined {
    const { waId } = receipt.recipient;
    const customer = customers.find(receipt.customer);
    if (!customer) return undefined;
    const profile: JsonObject = { name: customer.name };
    if (customer.username && receipt.status !== "sent") profile.username = customer.username;
    return { profile, wa_id: waId, user_id: customer.userId, parent_user_id: customer.parentUserId };
  }

  #statusOf(receipt: Receipt): JsonObject {
    const { recipient, status, opaque, category, code } = receipt;
    const isFailed = status === "failed";
    const isEchoed = !isFailed || this.#parts.settings.current.receipts.echoOpaqueOnFailed;
    const isUserIdTold = !isFailed || recipient.isAddressedByUserId;
    return {
      id: receipt.wamid,
      status,
      timestamp: String(receipt.timestamp ?? Math.floor(Date.now() / 1000)),
      recipient_id: recipient.waId,
      recipient_type: recipient.isGroup ? "group" : undefined,
      recipient_user_id: isUserIdTold ? recipient.userId : undefined,
      recipient_parent_user_id: isUserIdTold ? recipient.parentUserId : undefined,
      // `conversation` is omitted from v24.0 on; pricing comes with sent and one of delivered and read (M3).
      pricing: category && (status === "sent" || status === "delivered") ? pricingOf(category) : undefined,
      biz_opaque_callback_data: isEchoed ? opaque : undefined,
      errors: code === undefined ? undefined : [statusError(code)],
      ...receipt.extra,
    };
  }
}

function pricingOf(category: string): JsonObject {
  const isFree = category === "service";
  return {
    billable: !isFree,
    pricing_model: "PMP",
    type: isFree ? "free_customer_service" : "regular",
    category,
  };
}

function statusError(code: number): JsonObject {
  const title = errorTitle(code);
  return {
    code,
    title,
    message: title,
    error_data: { details: title },
    href: "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
  };
}
