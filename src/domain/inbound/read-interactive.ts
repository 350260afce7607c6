// Taps and filled-in forms (Meta, webhooks/reference/messages/interactive and …/button, flows).

import type { WireMessage } from "@/infra/whatsapp/webhook-schema";
import { storableJson } from "@/lib/storable-text";
import type { OwnContent, ReadContent } from "./message-content";

type Interactive = WireMessage["interactive"];
type WireReply = NonNullable<NonNullable<Interactive>["nfm_reply"]>;

export function readInteractive(interactive: Interactive): ReadContent {
  const type = interactive?.type;
  switch (type) {
    case "button_reply": {
      const { id, title } = interactive?.button_reply ?? {};
      return { content: { kind: "button_reply", id, title }, body: title };
    }
    case "list_reply": {
      const { id, title, description } = interactive?.list_reply ?? {};
      const body = [title, description].filter(Boolean).join(": ");
      return { content: { kind: "list_reply", id, title, description }, body };
    }
    case "nfm_reply":
      return readForm(interactive?.nfm_reply ?? {});
    case "call_permission_reply":
      return readCallPermission(interactive?.call_permission_reply ?? {});
    default:
      return { content: { kind: "unsupported", type: "interactive", unsupportedType: type } };
  }
}

function readForm({ name, body, response_json: json }: WireReply): ReadContent {
  const fields = json === undefined ? undefined : readFields(json);
  if (name === "address_message")
    return { content: { kind: "address_reply", name, body, fields }, body: body ?? toLines(fields) };
  return { content: { kind: "flow_reply", name, body, fields }, body: toLines(fields) || body };
}

function readCallPermission(reply: WireReply): ReadContent {
  const {
    response,
    is_permanent: isPermanent,
    expiration_timestamp: expiry,
    response_source: source,
  } = reply;
  const expiresAt = expiry === undefined ? undefined : toTime(expiry);
  const content: OwnContent = { kind: "call_permission_reply", response, isPermanent, expiresAt, source };
  return { content, body: response };
}

function toTime(seconds: number): string | undefined {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** The token says which send of the flow this answers: nothing to read, and nothing to show. */
function readFields(json: string): Record<string, unknown> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return; // Kept in the payload as it came.
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return;
  const { flow_token: _, ...fields } = parsed as Record<string, unknown>;
  return Object.keys(fields).length > 0 ? (storableJson(fields) as Record<string, unknown>) : undefined;
}

/** An address stands one level deeper, in `values`. */
function toLines(fields: Record<string, unknown> | undefined): string {
  const { values } = fields ?? {};
  const shown = typeof values === "object" && values !== null ? (values as object) : (fields ?? {});
  return Object.entries(shown)
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join("\n");
}
