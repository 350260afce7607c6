import { AiCallLog } from "./ai/ai-call-log";
import { AiScripts } from "./ai/ai-scripts";
import { Customers } from "./customers";
import { EventLog } from "./event-log";
import { FaultRules } from "./faults/fault-rules";
import { EffectsLedger } from "./graph/effects-ledger";
import { MediaStore } from "./graph/media-store";
import { RateLimits } from "./graph/rate-limits";
import { TemplateRegistry } from "./graph/template-registry";
import { PendingWork } from "./pending-work";
import { type SettingsPatch, SettingsStore } from "./settings";
import { CustomerMessages } from "./webhooks/customer-messages";
import { Receipts } from "./webhooks/receipts";
import { WebhookDeliverer } from "./webhooks/webhook-deliverer";
import { WebhookGate } from "./webhooks/webhook-gate";

/** Everything one simulator knows. Parts get what they need; routes get the whole. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(patch: SettingsPatch) {
  const settings = new SettingsStore(patch);
  const events = new EventLog();
  const work = new PendingWork();
  const customers = new Customers();
  const faults = new FaultRules();
  const media = new MediaStore();
  const limits = new RateLimits(settings);
  const templates = new TemplateRegistry();
  const ledger = new EffectsLedger();
  const deliverer = new WebhookDeliverer({ settings, events, work });
  const gate = new WebhookGate({ faults, work });
  const receipts = new Receipts({ settings, events, work, customers, deliverer, gate });
  const messages = new CustomerMessages({ settings, events, customers, media, limits, gate, deliverer });
  const aiScripts = new AiScripts();
  const aiCalls = new AiCallLog();
  const stores = {
    customers,
    faults,
    media,
    limits,
    templates,
    ledger,
    receipts,
    messages,
    aiScripts,
    aiCalls,
  };

  /** Back to the state after start, nothing pending; the event numbers go on, the settings stay. */
  function reset(): void {
    work.clear();
    gate.clear();
    deliverer.clear();
    for (const store of Object.values(stores)) store.clear();
    events.clear();
    events.append({ type: "control", action: "reset", detail: "" });
  }

  function close(): void {
    work.clear();
    gate.clear();
    deliverer.close();
  }

  return { settings, events, work, deliverer, gate, ...stores, reset, close };
}
