import { z } from "zod";
import type { Customer } from "../customers";
import { exampleContent } from "../examples/catalogue";
import { wireError } from "../examples/example";
import type { Media, MediaStore } from "../graph/media-store";
import type { JsonObject } from "./envelope";

const jsonObject = z.record(z.string(), z.unknown());
export const phoneNumber = z
  .string()
  .transform((text) => text.replace(/[\s()+.-]/g, ""))
  .pipe(z.string().regex(/^\d{6,15}$/, "must be a phone number of 6 to 15 digits"));

/**
 * What a customer does. `type` is any of Meta's (webhooks/reference/messages) or an unknown one; `content` is the
 * object named like the type, an example of it when absent; `text` is the body, or the caption of media.
 */
export const inboundDraftSchema = z
  .strictObject({
    from: phoneNumber.optional(),
    /** The business number written to; the first one when absent. One the simulator does not know is allowed. */
    phoneNumberId: z.string().min(1).optional(),
    type: z.string().min(1).default("text"),
    text: z.string().optional(),
    content: z.union([jsonObject, z.array(z.unknown())]).optional(),
    media: z
      .strictObject({ mimeType: z.string(), base64: z.base64(), filename: z.string().optional() })
      .optional(),
    wamid: z.string().min(1).optional(),
    /** Unix seconds; now when absent. */
    timestamp: z.number().int().min(0).optional(),
    name: z.string().optional(),
    username: z.string().optional(),
    /** Business-scoped user id; derived from the phone number when absent. */
    userId: z.string().min(1).optional(),
    parentUserId: z.string().min(1).optional(),
    /** The phone number is left out of the webhook, as for users with a username (business-scoped-user-ids). */
    omitPhone: z.boolean().optional(),
    /** The user ids are left out, as in webhooks from before April 2026. */
    omitUserId: z.boolean().optional(),
    context: jsonObject.optional(),
    referral: jsonObject.optional(),
    /** Further or other fields of the message object. */
    extra: jsonObject.optional(),
  })
  .refine((draft) => draft.from !== undefined || draft.userId !== undefined, "from or userId is required");

export type InboundDraft = z.output<typeof inboundDraftSchema>;

const MEDIA_TYPES = new Set(["image", "video", "audio", "voice", "document", "sticker"]);
/** These are not the customer saying something, so they open no service window. */
const SILENT_TYPES = new Set(["system", "edit", "revoke"]);

export function opensWindow(type: string): boolean {
  return !SILENT_TYPES.has(type);
}

/** What a webhook says of a file; its hash is in base64 there. */
export function mediaReference({ id, mimeType, sha256 }: Media): JsonObject {
  return { id, mime_type: mimeType, sha256: Buffer.from(sha256, "hex").toString("base64") };
}

function mediaContent(draft: InboundDraft, media: Media): JsonObject {
  return {
    ...mediaReference(media),
    caption: draft.text,
    filename: draft.type === "document" ? (media.filename ?? "document") : undefined,
    voice: draft.type === "audio" ? true : undefined,
    animated: draft.type === "sticker" ? false : undefined,
  };
}

function contentOf(draft: InboundDraft, media: MediaStore): unknown {
  if (Array.isArray(draft.content)) return draft.content;
  if (draft.type === "text") return { body: draft.text ?? "Hello", ...draft.content };
  if (MEDIA_TYPES.has(draft.type)) {
    const { media: given } = draft;
    const stored = given ? media.addBase64(given) : media.addExample(draft.type);
    return { ...mediaContent(draft, stored), ...draft.content };
  }
  return draft.content ?? exampleContent(draft.type);
}

/** The message object and its contact, as they stand in `value`. */
export function buildInboundMessage(
  draft: InboundDraft,
  parts: { customer: Customer; wamid: string; media: MediaStore; businessDigits: string },
): { message: JsonObject; contact: JsonObject | undefined } {
  const { customer, wamid } = parts;
  const content = contentOf(draft, parts.media);
  const isUserIdChange = draft.type === "system" && JSON.stringify(content).includes("user_changed_user_id");
  const waId = customer.isPhoneHidden || isUserIdChange ? undefined : customer.waId;
  const userIds = draft.omitUserId ? {} : { user_id: customer.userId, parent_user_id: customer.parentUserId };
  const message: JsonObject = {
    // A reply names the business number that wrote the quoted message; a forwarded message quotes none.
    context: draft.context?.id ? { from: parts.businessDigits, ...draft.context } : draft.context,
    from: waId,
    from_user_id: userIds.user_id,
    from_parent_user_id: userIds.parent_user_id,
    id: wamid,
    timestamp: String(draft.timestamp ?? Math.floor(Date.now() / 1000)),
    type: draft.type,
    [draft.type]: content,
    referral: draft.referral,
    ...(draft.type === "unsupported" ? unsupportedErrors() : {}),
    ...draft.extra,
  };
  const contact: JsonObject = {
    profile: { name: customer.name, username: customer.username },
    wa_id: waId,
    ...userIds,
  };
  return { message, contact: draft.type === "system" ? undefined : contact };
}

function unsupportedErrors(): JsonObject {
  return {
    errors: [wireError(131_051, "Message type unknown", "Message type is currently not supported.")],
  };
}

/** What a person would read of the message: for events, fault matches and the phone page. */
export function readableText(message: JsonObject): string {
  const content = message[String(message.type)];
  if (typeof content !== "object" || content === null) return "";
  const fields = content as JsonObject;
  for (const part of [fields, fields.button_reply, fields.list_reply]) {
    if (typeof part !== "object" || part === null) continue;
    for (const key of ["body", "caption", "text", "emoji", "title", "name"]) {
      const value = (part as JsonObject)[key];
      if (typeof value === "string") return value;
    }
  }
  return "";
}
