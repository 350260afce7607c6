import { metrics } from "@/infra/monitoring/metrics";
import type { InboundMessage } from "./inbound-message";
import type { IngestedMessage } from "./ingest";

/** Meta, webhooks/reference/messages/unsupported. Whatever else Meta writes is one label: each is a time series for ever. */
const known = new Set([
  "button",
  "edit",
  "errors",
  "gif",
  "group_invite",
  "hsm",
  "image",
  "interactive",
  "keep_in_chat",
  "link_preview",
  "list",
  "location",
  "media_placeholder",
  "order",
  "pin",
  "poll_creation",
  "poll_update",
  "product",
  "reaction",
]);

/** Counts new messages that cannot be shown. */
export function countUnsupported(messages: InboundMessage[], stored: IngestedMessage[]): void {
  const odd = messages.filter(({ content }) => content?.kind === "unsupported");
  if (odd.length === 0) return;
  const fresh = new Set(stored.filter(({ wasDuplicate }) => !wasDuplicate).map(({ wamid }) => wamid));
  for (const { content, providerMessageId } of odd) {
    if (content?.kind !== "unsupported" || !fresh.delete(providerMessageId)) continue;
    const type = content.unsupportedType ?? "";
    metrics().unsupported.inc({ type: known.has(type) ? type : "other" });
  }
}
