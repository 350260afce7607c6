import type { z } from "zod";
import type { AiCall } from "./ai/ai-call-log";
import type { AiScript, AiScriptDraft } from "./ai/ai-scripts";
import type { triggerSchema } from "./control/example-routes";
import type { aiCallQuerySchema, callQuerySchema, effectQuerySchema } from "./control/record-routes";
import type { customerDraftSchema } from "./control/simulator-routes";
import type {
  changeSchema,
  deliveryQuerySchema,
  rawDeliverySchema,
  receiptDraftSchema,
  receiptsSchema,
  writeSchema,
} from "./control/webhook-routes";
import type { SimulatorEvent } from "./event-log";
import { EventStream } from "./event-stream";
import type { FaultDraft, FaultRule } from "./faults/fault-rule";
import type { Effect, EffectsLedger, GraphCall, OpaqueCount } from "./graph/effects-ledger";
import type { templateSchema } from "./graph/template";
import type { Settings, SettingsPatch } from "./settings";
import type { WrittenWebhook } from "./webhooks/customer-messages";
import type { Delivery, DeliveryAttempt } from "./webhooks/webhook-deliverer";
import type { HoldFilter } from "./webhooks/webhook-gate";

type MessageDraft = z.input<typeof writeSchema>["messages"][number];
type WriteOptions = Omit<z.input<typeof writeSchema>, "messages">;
type TextOptions = Omit<MessageDraft, "from" | "text" | "type">;
type CustomerDraft = z.input<typeof customerDraftSchema>;
type ReceiptDraft = z.input<typeof receiptDraftSchema>;
type LedgerSummary = ReturnType<EffectsLedger["summary"]>;
type Query = Record<string, string | number | undefined>;

/** A delivery as the control API shows it: the body as text. */
export type DeliveryView = Omit<Delivery, "body"> & { body: string; signature: string | null };
/** A customer as the control API shows it; `lastMessageAt` by phone number id, unix ms. */
export type CustomerView = CustomerDraft & {
  address: string;
  userId: string;
  name: string;
  lastMessageAt: Record<string, number>;
};

/** A control call that was not answered with 2xx; `message` holds what the simulator said. */
class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ControlError";
    this.status = status;
  }
}

/** The control API, typed. Every method throws ControlError when the simulator refuses. */
export class ControlClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/$/, "");
  }

  health(): Promise<{ isOk: true; pending: number; held: number }> {
    return this.#call("GET", "/health");
  }

  settings(): Promise<Settings> {
    return this.#call("GET", "/settings");
  }

  configure(patch: SettingsPatch): Promise<Settings> {
    return this.#call("PATCH", "/settings", patch);
  }

  /** Forgets everything and cancels what is pending; settings stay unless isSettingsToo. */
  reset(options: { isSettingsToo?: boolean } = {}): Promise<unknown> {
    return this.#call("POST", "/reset", options);
  }

  /** Resolves once no webhook, receipt or Graph call is pending; throws (408) after timeoutMs, default 10 s. */
  idle(options: { timeoutMs?: number } = {}): Promise<unknown> {
    return this.#call("GET", "/idle", options);
  }

  /** A customer writes one text. Resolves at once, when the webhook is under way. */
  async text(
    from: string,
    text: string,
    options: TextOptions = {},
  ): Promise<{ wamid: string; deliveryId: string }> {
    const [webhook] = await this.write([{ ...options, from, text }]);
    return { wamid: webhook?.wamids[0] ?? "", deliveryId: webhook?.deliveryIds[0] ?? "" };
  }

  /** Customers write: a webhook each at once, or all in one. One result a webhook, in the order given. */
  async write(messages: MessageDraft[], options: WriteOptions = {}): Promise<WrittenWebhook[]> {
    const answer = await this.#call<{ webhooks: WrittenWebhook[] }>("POST", "/messages", {
      ...options,
      messages,
    });
    return answer.webhooks;
  }

  /** Any bytes, signed rightly, wrongly or not; resolves with every answer. */
  raw(
    draft: z.input<typeof rawDeliverySchema>,
  ): Promise<{ deliveryId: string; attempts: DeliveryAttempt[] }> {
    return this.#call("POST", "/raw", draft);
  }

  /** A signed webhook of any field, with `metadata` filled in. */
  change(draft: z.input<typeof changeSchema>): Promise<{ deliveryId: string; status: number | null }> {
    return this.#call("POST", "/changes", draft);
  }

  /** One webhook of the catalogue for each request, or one for all; resolves with every answer. */
  async trigger(
    name: string,
    requests: z.input<typeof triggerSchema>["requests"],
    options: Omit<z.input<typeof triggerSchema>, "name" | "requests"> = {},
  ): Promise<WrittenWebhook[]> {
    const input = { ...options, name, requests };
    return (await this.#call<{ webhooks: WrittenWebhook[] }>("POST", "/trigger", input)).webhooks;
  }

  /** Receipts of any content, past holds and faults; resolves after the first attempts. */
  receipts(
    receipts: ReceiptDraft[],
    options: Omit<z.input<typeof receiptsSchema>, "receipts"> = {},
  ): Promise<{ deliveryIds: string[]; statuses: (number | null)[] }> {
    return this.#call("POST", "/receipts", { ...options, receipts });
  }

  handshake(verifyToken: string): Promise<{ isVerified: boolean; status: number | null; body: string }> {
    return this.#call("POST", "/handshake", { verifyToken });
  }

  deliveries(query: z.input<typeof deliveryQuerySchema> = {}): Promise<DeliveryView[]> {
    return this.#call("GET", "/deliveries", query);
  }

  delivery(id: string): Promise<DeliveryView> {
    return this.#call("GET", `/deliveries/${id}`);
  }

  /** The same bytes again; resolves with the answers. */
  async redeliver(
    id: string,
    options: { times?: number; isConcurrent?: boolean } = {},
  ): Promise<DeliveryAttempt[]> {
    const answer = await this.#call<{ attempts: DeliveryAttempt[] }>("POST", `/redeliver/${id}`, options);
    return answer.attempts;
  }

  hold(filter: HoldFilter = {}): Promise<{ held: number }> {
    return this.#call("POST", "/hold", filter);
  }

  /** Sends what was held, one after the other; resolves when all first attempts are over. */
  release(filter: HoldFilter & { isReversed?: boolean } = {}): Promise<{ released: number }> {
    return this.#call("POST", "/release", filter);
  }

  addFault(rule: FaultDraft): Promise<FaultRule> {
    return this.#call("POST", "/faults", rule);
  }

  faults(): Promise<FaultRule[]> {
    return this.#call("GET", "/faults");
  }

  removeFault(id: string): Promise<unknown> {
    return this.#call("DELETE", `/faults/${id}`);
  }

  clearFaults(): Promise<unknown> {
    return this.#call("DELETE", "/faults");
  }

  effects(query: z.input<typeof effectQuerySchema> = {}): Promise<Effect[]> {
    return this.#call("GET", "/ledger/effects", query);
  }

  calls(query: z.input<typeof callQuerySchema> = {}): Promise<GraphCall[]> {
    return this.#call("GET", "/ledger/calls", query);
  }

  countOf(opaque: string): Promise<OpaqueCount> {
    return this.#call("GET", "/ledger/count", { opaque });
  }

  summary(): Promise<LedgerSummary> {
    return this.#call("GET", "/ledger/summary");
  }

  aiCalls(query: z.input<typeof aiCallQuerySchema> = {}): Promise<AiCall[]> {
    return this.#call("GET", "/ai/calls", query);
  }

  addAiScript(script: AiScriptDraft): Promise<AiScript> {
    return this.#call("POST", "/ai/scripts", script);
  }

  aiScripts(): Promise<AiScript[]> {
    return this.#call("GET", "/ai/scripts");
  }

  removeAiScript(id: string): Promise<unknown> {
    return this.#call("DELETE", `/ai/scripts/${id}`);
  }

  customers(query: { limit?: number } = {}): Promise<CustomerView[]> {
    return this.#call("GET", "/customers", query);
  }

  setCustomer(draft: CustomerDraft): Promise<CustomerView> {
    return this.#call("PUT", "/customers", draft);
  }

  addTemplate(template: z.input<typeof templateSchema>): Promise<unknown> {
    return this.#call("POST", "/templates", template);
  }

  /**
   * Everything that happens from now on; with `after: 0` first what is kept from before. Resolves once subscribed, so
   * nothing that is caused afterwards is missed. Close it, or leave its `for await`.
   */
  events(options: { after?: number } = {}): Promise<EventStream> {
    return EventStream.open(`${this.#url}/control/events${queryOf(options)}`);
  }

  /** The first event, past or to come, for which the condition holds; throws after timeoutMs, default 10 s. */
  async waitFor(
    condition: (event: SimulatorEvent) => boolean,
    options: { after?: number; timeoutMs?: number } = {},
  ): Promise<SimulatorEvent> {
    const { after = 0, timeoutMs = 10_000 } = options;
    const stream = await this.events({ after });
    const timer = setTimeout(() => stream.close(), timeoutMs);
    try {
      for await (const event of stream) {
        if (condition(event)) return event;
      }
      throw new Error(`no such event within ${timeoutMs} ms`);
    } finally {
      clearTimeout(timer);
    }
  }

  async #call<T>(method: string, path: string, input?: object): Promise<T> {
    const isQuery = method === "GET";
    const response = await fetch(`${this.#url}/control${path}${isQuery ? queryOf(input as Query) : ""}`, {
      method,
      body: isQuery || input === undefined ? undefined : JSON.stringify(input),
    });
    const body = await response.text();
    if (!response.ok) throw new ControlError(response.status, body);
    return JSON.parse(body) as T;
  }
}

function queryOf(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length > 0 ? `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}` : "";
}
