import { type Facts, type MessageExample, type MessageShape, message, QUOTED_WAMID } from "./example";
import { exampleFiles, VOICE_NOTE_SECONDS } from "./files";

const quoted = ({ choices }: Facts) => choices.quote ?? QUOTED_WAMID;
const textOf = ({ choices }: Facts, other: string) => choices.text ?? other;

/** An answer to a message of the business names that message. */
const answer =
  (content: (facts: Facts) => MessageShape["content"], type = "interactive") =>
  (facts: Facts): MessageShape => ({ type, content: content(facts), context: { id: quoted(facts) } });

const media = (type: string, file: keyof typeof exampleFiles, content?: MessageShape["content"]) => {
  return ({ choices }: Facts): MessageShape => ({
    type,
    text: choices.text,
    media: exampleFiles[file],
    content,
  });
};

const nfmReply = (name: string, body: string, response: object) => ({
  type: "nfm_reply",
  nfm_reply: { name, body, response_json: JSON.stringify(response) },
});

const mediaMessages: MessageExample[] = [
  message("image", "a photo; --text is its caption", media("image", "jpeg")),
  message(
    "image.url",
    "a photo with a download address in the webhook, which has run out: the id still holds",
    media("image", "jpeg", { url: "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=1" }),
  ),
  message("video", "a video; --text is its caption", media("video", "video")),
  message("audio", "an audio file that is no voice note", media("audio", "music", { voice: false })),
  message("voice", `a voice note of ${VOICE_NOTE_SECONDS} seconds`, media("audio", "voiceNote")),
  message("voice.legacy", "the type string `voice`, seen in older fixtures", media("voice", "voiceNote")),
  message("document", "a PDF; --text is its caption", media("document", "document")),
  message("sticker", "a sticker", media("sticker", "sticker")),
  message("sticker.animated", "an animated sticker", media("sticker", "sticker", { animated: true })),
];

const place = { latitude: -23.5613, longitude: -46.6565 };
const person = {
  name: { first_name: "Ana", last_name: "Souza", formatted_name: "Ana Souza" },
  phones: [{ phone: "+55 11 98765-4321", wa_id: "5511987654321", type: "CELL" }],
};

const cards: MessageExample[] = [
  message("location", "a place with name and address", {
    type: "location",
    content: { ...place, name: "MASP", address: "Av. Paulista, 1578" },
  }),
  message("location.bare", "where the customer is, without name or address", {
    type: "location",
    content: place,
  }),
  message("contacts", "somebody's contact card", {
    type: "contacts",
    content: [{ ...person, org: { company: "Museu" }, vcard: "BEGIN:VCARD", origin: "other" }],
  }),
  message(
    "contacts.contact_request",
    "the customer's own number, as asked for with request_contact_info",
    ({ sender }) => ({
      type: "contacts",
      content: [
        {
          name: { formatted_name: sender.name },
          phones: [{ phone: `+${sender.waId ?? "5511987654321"}`, wa_id: sender.waId ?? "5511987654321" }],
          origin: "contact_request",
        },
      ],
    }),
  ),
];

const answers: MessageExample[] = [
  message(
    "button_reply",
    "a tapped reply button; --text is its title",
    answer((facts) => ({
      type: "button_reply",
      button_reply: { id: "yes", title: textOf(facts, "Yes") },
    })),
  ),
  message(
    "list_reply",
    "a chosen list row; --text is its title",
    answer((facts) => ({
      type: "list_reply",
      list_reply: { id: "tomorrow", title: textOf(facts, "Tomorrow"), description: "9 to 12 o'clock" },
    })),
  ),
  message(
    "flow_reply",
    "a filled-in flow",
    answer(() =>
      nfmReply("flow", "Sent", { flow_token: "token-1", name: "Ana Souza", date: "2026-11-30", guests: 2 }),
    ),
  ),
  message(
    "address_reply",
    "an address, as asked for with address_message",
    answer(() => {
      const values = { name: "Ana", phone_number: "5511987654321", in_pin_code: "400063", city: "Mumbai" };
      return nfmReply("address_message", "Ana, 400063 Mumbai", { saved_address_id: "address1", values });
    }),
  ),
  message(
    "call_permission_reply",
    "whether the business may call",
    answer(() => ({
      type: "call_permission_reply",
      call_permission_reply: {
        response: "accept",
        is_permanent: false,
        expiration_timestamp: "1795351800",
        response_source: "user_action",
      },
    })),
  ),
  message(
    "product_reply",
    "interactive of the type product; Meta names it without its fields, so these are ours",
    answer(() => ({
      type: "product",
      product: { catalog_id: "194836987003835", product_retailer_id: "sku-1" },
    })),
  ),
  message(
    "button",
    "a template's quick reply; --text is its label",
    answer((facts) => ({ payload: "confirm", text: textOf(facts, "Confirm") }), "button"),
  ),
  message("reaction", "a reaction to a message of the business; --emoji, --quote", (facts) => ({
    type: "reaction",
    content: { message_id: quoted(facts), emoji: facts.choices.emoji ?? "👍" },
  })),
  message("reaction.removed", "a reaction taken back; --quote", (facts) => ({
    type: "reaction",
    content: { message_id: quoted(facts) },
  })),
  message("order", "an order from the catalogue; --text goes with it", (facts) => ({
    type: "order",
    content: {
      catalog_id: "194836987003835",
      text: textOf(facts, "Two of these, please"),
      product_items: [{ product_retailer_id: "sku-1", quantity: 2, item_price: 9.5, currency: "BRL" }],
    },
  })),
];

const product = { catalog_id: "194836987003835", product_retailer_id: "sku-1" };
const advertisement = {
  source_url: "https://fb.me/3cr4Wqqkv",
  source_id: "120226305854810726",
  source_type: "ad",
  body: "Succulents, now in stock",
  headline: "Chat with us",
  media_type: "image",
  image_url: "https://scontent.xx.fbcdn.net/v/t45.1",
  thumbnail_url: "https://scontent.xx.fbcdn.net/v/t45.2",
  ctwa_clid: "Aff-n8ZTODiE79d22KtAwQKj9e_mIEOOj27vDVwFjN80dp4",
  welcome_message: { text: "Hello! How can we help?" },
};

/** A text with something beside it; --text changes the text. */
const beside = (other: string, side: (facts: Facts) => Partial<MessageShape>) => {
  return (facts: Facts): MessageShape => ({ type: "text", text: textOf(facts, other), ...side(facts) });
};

const texts: MessageExample[] = [
  message(
    "text",
    "a text; with --quote an answer to that message",
    beside("Hello", ({ choices }) => (choices.quote ? { context: { id: choices.quote } } : {})),
  ),
  message(
    "text.quoted",
    "an answer to one message of the business; --quote",
    beside("Yes, that one", (facts) => ({ context: { id: quoted(facts) } })),
  ),
  message(
    "text.forwarded",
    "a forwarded message",
    beside("Have you seen this?", () => ({ context: { forwarded: true } })),
  ),
  message(
    "text.frequently_forwarded",
    "a message forwarded more than five times",
    beside("Have you seen this?", () => ({ context: { frequently_forwarded: true } })),
  ),
  message(
    "text.ad",
    "the first message after a tap on an advertisement",
    beside("Hello! I saw your advertisement", () => ({ referral: advertisement })),
  ),
  message(
    "text.status_ad",
    "the same from an advertisement in a status, which has no click id",
    beside("Hello! I saw your advertisement", () => ({
      referral: { ...advertisement, ctwa_clid: undefined },
    })),
  ),
  message(
    "text.product",
    "a question about a product",
    beside("Do you have it in blue?", (facts) => ({
      context: { id: quoted(facts), referred_product: product },
    })),
  ),
  message(
    "text.group",
    "a message in a group of the business's",
    beside("Hello everybody", () => ({ extra: { group_id: "Y2FwaV9ncm91cDox" } })),
  ),
];

export const messageExamples: MessageExample[] = [...texts, ...mediaMessages, ...cards, ...answers];
