// What a message says, by its type: a body to read, a content in our shape, a file to fetch. Whatever is missing is left
// out; nothing here can fail. Meta, webhooks/reference/messages/…, a page for each type.

import type { WireError, WireMessage, WireWritten } from "@/infra/whatsapp/webhook-schema";
import { storableJson, storableText } from "@/lib/storable-text";
import type {
  InboundMedia,
  MediaContent,
  MessageContent,
  OwnContent,
  ReadContent,
  SharedContact,
  SideContent,
} from "./message-content";
import { readInteractive } from "./read-interactive";
import { readOrder } from "./read-order";

export interface Read {
  content: MessageContent;
  body: string | null;
  media: InboundMedia | null;
}

/** Reads a message. `sender` is told of one in a group, whose thread says nothing of it. */
export function readContent(message: WireMessage, sender?: SideContent["sender"]): Read {
  const own = readOwn(message, message.type);
  const { context, referral, errors } = message;
  const sides = context || referral || errors ? readSides(message) : {};
  const isPlain = !own.content && !sender && Object.values(sides).every((side) => side === undefined);
  const content = isPlain ? null : { ...(own.content ?? { kind: "text" as const }), ...sides, sender };
  return {
    content: toStorable(content),
    body: own.body ? storableText(own.body) : null,
    media: own.media ?? null,
  };
}

/** Undefined is no JSON: it is left out. */
function toStorable(content: MessageContent): MessageContent {
  return content === null ? null : JSON.parse(JSON.stringify(storableJson(content)));
}

function readOwn(message: WireMessage, type: string): ReadContent {
  switch (type) {
    case "reaction": {
      const { message_id: messageId, emoji } = message.reaction ?? {};
      return { content: { kind: "reaction", messageId, emoji }, body: emoji };
    }
    case "system":
      return { content: readSystem(message), body: message.system?.body };
    case "request_welcome":
      return { content: { kind: "request_welcome" } };
    case "edit":
      return { content: readEdit(message.edit) };
    case "revoke":
      return { content: { kind: "revoke", originalMessageId: message.revoke?.original_message_id } };
    case "unsupported":
      return { content: { kind: "unsupported", type, unsupportedType: message.unsupported?.type } };
    default:
      return readWritten(message, type);
  }
}

/** What customers write themselves, by itself or within an edit. */
function readWritten(message: WireWritten, type: string): ReadContent {
  switch (type) {
    case "text":
      return { body: message.text?.body };
    case "image":
    case "video":
    case "document":
    case "sticker":
      return readMedia(message[type], type);
    case "voice": // As it was called before `voice: true`.
      return readMedia(message.voice, "voice");
    case "audio":
      return readMedia(message.audio, message.audio?.voice ? "voice" : "audio");
    case "location":
      return readLocation(message.location);
    case "contacts":
      return readContacts(message.contacts);
    case "interactive":
      return readInteractive(message.interactive);
    case "button": {
      const { payload, text } = message.button ?? {};
      return { content: { kind: "template_button", payload, text }, body: text };
    }
    case "order":
      return readOrder(message.order);
    default:
      return { content: { kind: "unsupported", type } };
  }
}

function readMedia(media: WireWritten["image"], kind: MediaContent["kind"]): ReadContent {
  const { id, mime_type: mimeType, sha256, caption, filename, animated } = media ?? {};
  const content: OwnContent = {
    kind: "media",
    media: { kind, providerMediaId: id, mimeType, filename, isAnimated: animated },
  };
  const file = id && {
    kind,
    providerMediaId: storableText(id),
    mimeType: storableText(mimeType ?? "application/octet-stream"),
    filename: filename ? storableText(filename) : null,
    sha256: sha256 ? storableText(sha256) : null,
  };
  return { content, body: caption ?? filename, media: file || null };
}

function readLocation(location: WireWritten["location"]): ReadContent {
  const { latitude, longitude, name, address, url } = location ?? {};
  const place = [name, address].filter(Boolean).join(", ");
  const point = latitude === undefined || longitude === undefined ? "" : `${latitude}, ${longitude}`;
  const body = place && point ? `${place} (${point})` : place || point;
  return { content: { kind: "location", latitude, longitude, name, address, url }, body };
}

function readContacts(cards: WireWritten["contacts"] = []): ReadContent {
  const contacts = cards.map(
    (card): SharedContact => ({
      name:
        card.name?.formatted_name ??
        ([card.name?.first_name, card.name?.last_name].filter(Boolean).join(" ") || undefined),
      organization: card.org?.company,
      phones: (card.phones ?? []).map(({ phone, wa_id: waId, type: label }) => ({ phone, waId, label })),
      emails: (card.emails ?? []).flatMap(({ email }) => email ?? []),
      origin: card.origin,
    }),
  );
  const lines = contacts.map(({ name, phones, emails }) =>
    [name, ...phones.map(({ phone, waId }) => phone ?? waId), ...emails].filter(Boolean).join(", "),
  );
  return { content: { kind: "contacts", contacts }, body: lines.filter(Boolean).join("\n") };
}

function readSystem({ system, identity }: WireMessage): OwnContent {
  return {
    kind: "system",
    systemType: system?.type,
    names: system && {
      waId: system.wa_id ?? system.new_wa_id,
      userId: system.user_id,
      previousUserId: system.previous_user_id,
      parentUserId: system.parent_user_id,
      previousParentUserId: system.previous_parent_user_id,
    },
    identity: identity && { hash: identity.hash, isAcknowledged: identity.acknowledged },
  };
}

function readEdit(edit: WireMessage["edit"]): OwnContent {
  const { original_message_id: originalMessageId, message } = edit ?? {};
  const body = (message && readWritten(message, message.type).body) || undefined;
  return { kind: "edit", originalMessageId, type: message?.type, body };
}

function readSides(message: WireWritten): SideContent {
  const { context, referral, errors } = message;
  const product = context?.referred_product;
  return {
    forwarded: context?.frequently_forwarded ? "often" : context?.forwarded ? "once" : undefined,
    product: product && { catalogId: product.catalog_id, retailerId: product.product_retailer_id },
    referral: referral && {
      sourceUrl: referral.source_url,
      sourceId: referral.source_id,
      sourceType: referral.source_type,
      headline: referral.headline,
      body: referral.body,
      mediaType: referral.media_type,
      clickId: referral.ctwa_clid,
      welcomeText: referral.welcome_message?.text,
    },
    errors: errors && errors.length > 0 ? errors.map(toError) : undefined,
  };
}

function toError({ code, title, message, error_data: data }: WireError) {
  return { code, title: title ?? message, details: data?.details };
}

/** What an edit makes of a message: its new words, and what else the new version says. */
export function readEdited(message: WireWritten): { content: MessageContent; body: string | null } {
  const own = readWritten(message, message.type);
  return {
    content: toStorable(own.content ?? null),
    body: own.body ? storableText(own.body) : null,
  };
}
