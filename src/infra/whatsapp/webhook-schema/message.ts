// What a message holds besides who, when and which type (Meta, webhooks/reference/messages/…, a page for each type).
// Every field is optional here: what a type has to have is the reader's business (src/domain/inbound/read-content.ts).

import { z } from "zod";
import { flag, id, list, name, part, quantity, reference, text, timestamp, withheld, word } from "./tolerant";

export const wireSender = z.looseObject({ from: withheld(64), from_user_id: withheld(256) });

/** Also in statuses and beside messages; `title` and `message` are often the same. */
export const wireError = z.looseObject({
  code: z.number(),
  title: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  error_data: part({ details: text }),
  href: text,
});

const media = part({
  id: reference,
  mime_type: reference,
  sha256: reference,
  caption: text,
  filename: name,
  voice: flag,
  animated: flag,
});

const card = z.looseObject({
  name: part({ formatted_name: text, first_name: text, last_name: text }),
  org: part({ company: text, department: text, title: text }),
  phones: list(z.looseObject({ phone: text, wa_id: reference, type: word })),
  emails: list(z.looseObject({ email: text })),
  origin: word,
});

/** `response_json` is JSON in a text. */
const reply = part({
  id: text,
  title: text,
  description: text,
  name: word,
  body: text,
  response_json: text,
  response: word,
  is_permanent: flag,
  expiration_timestamp: quantity,
  response_source: word,
});

const product = part({ catalog_id: reference, product_retailer_id: reference });

/** The objects that are called like their type. */
const objects = {
  text: part({ body: text }),
  image: media,
  video: media,
  audio: media,
  voice: media,
  document: media,
  sticker: media,
  location: part({ latitude: quantity, longitude: quantity, name: text, address: text, url: text }),
  contacts: list(card),
  interactive: part({
    type: word,
    button_reply: reply,
    list_reply: reply,
    nfm_reply: reply,
    call_permission_reply: reply,
  }),
  button: part({ payload: text, text }),
  reaction: part({ message_id: reference, emoji: text }),
  order: part({
    catalog_id: reference,
    text,
    product_items: list(
      z.looseObject({
        product_retailer_id: reference,
        quantity,
        item_price: quantity,
        currency: word,
      }),
    ),
  }),
  system: part({
    type: word,
    body: text,
    wa_id: withheld(64).catch(undefined),
    /** How the number was called before 2022. */
    new_wa_id: withheld(64).catch(undefined),
    user_id: withheld(256).catch(undefined),
    previous_user_id: withheld(256).catch(undefined),
    parent_user_id: withheld(256).catch(undefined),
    previous_parent_user_id: withheld(256).catch(undefined),
  }),
  unsupported: part({ type: word }),
};

/** What may stand beside the object of the type. */
const sides = {
  context: part({
    from: reference,
    id: reference,
    forwarded: flag,
    frequently_forwarded: flag,
    referred_product: product,
  }),
  referral: part({
    source_url: text,
    source_id: reference,
    source_type: word,
    headline: text,
    body: text,
    media_type: word,
    image_url: text,
    video_url: text,
    thumbnail_url: text,
    ctwa_clid: text,
    welcome_message: part({ text }),
  }),
  identity: part({ acknowledged: flag, created_timestamp: quantity, hash: reference }),
  errors: list(wireError),
};

/** What a person writes, whichever way it comes: by itself, or within an edit. */
const written = z.looseObject({ type: z.string().min(1).max(64), ...objects, ...sides });

/** What takes effect on an earlier message. */
const effects = {
  edit: part({ original_message_id: reference, message: written.optional().catch(undefined) }),
  revoke: part({ original_message_id: reference }),
};

const message = z.looseObject({
  id,
  timestamp,
  type: z.string().min(1).max(64),
  from: withheld(64),
  from_user_id: withheld(256),
  from_parent_user_id: withheld(256).catch(undefined),
  group_id: reference,
});

/** What a person of the business wrote in the WhatsApp Business app (Meta, webhooks/reference/smb_message_echoes). */
const echo = message.extend({
  to: withheld(64),
  to_user_id: withheld(256),
  to_parent_user_id: withheld(256).catch(undefined),
});

const everything = { ...objects, ...sides, ...effects };
const wholeMessage = message.extend(everything);
const wholeEcho = echo.extend(everything);

/** Reads a message. */
export const readWireMessage = reader<WireMessage>(message);

/** The same for an echo. */
export const readWireEcho = reader<z.infer<typeof wholeEcho>>(echo);

/** A schema of what is there: a text is not looked through for an order, which takes four times as long. */
function reader<Whole>(base: typeof message | typeof echo) {
  const schemas = new Map<string, z.ZodType>();
  return (item: unknown): z.ZodSafeParseResult<Whole> => {
    const given = typeof item === "object" && item !== null ? item : {};
    const type = "type" in given ? given.type : undefined;
    const parts = Object.keys(everything).filter((name) => (name in sides ? name in given : name === type));
    const key = parts.join(" ");
    const schema = schemas.get(key) ?? base.extend(pick(parts));
    schemas.set(key, schema);
    return schema.safeParse(item) as z.ZodSafeParseResult<Whole>;
  };
}

function pick(parts: string[]): Partial<typeof everything> {
  return Object.fromEntries(Object.entries(everything).filter(([name]) => parts.includes(name)));
}

/** Meta, webhooks/reference/user_preferences. */
export const wirePreference = z.looseObject({
  wa_id: withheld(64),
  user_id: withheld(256),
  parent_user_id: withheld(256).catch(undefined),
  category: z.string().min(1).max(64),
  value: z.string().min(1).max(64),
  timestamp: z.union([timestamp, z.number().transform(String).pipe(timestamp)]),
});

export const wireContact = z.looseObject({
  wa_id: withheld(64).catch(undefined),
  user_id: withheld(256).catch(undefined),
  parent_user_id: withheld(256).catch(undefined),
  profile: part({ name, username: name }),
});

export type WireWritten = z.infer<typeof written>;
export type WireMessage = z.infer<typeof wholeMessage>;
export type WireContact = z.infer<typeof wireContact>;
export type WireError = z.infer<typeof wireError>;
