import type { JsonObject } from "./envelope";

const LAST_WAMID = "wamid.HBgLMTU1NTA3ODM4ODEVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA";

/** The object of each inbound type, after the pages under webhooks/reference/messages. */
const EXAMPLES: Record<string, JsonObject | JsonObject[]> = {
  location: { latitude: -23.5613, longitude: -46.6565, name: "MASP", address: "Av. Paulista, 1578" },
  contacts: [
    {
      name: { first_name: "Ana", last_name: "Souza", formatted_name: "Ana Souza" },
      phones: [{ phone: "+55 11 98765-4321", wa_id: "5511987654321", type: "CELL" }],
      origin: "other",
    },
  ],
  interactive: { type: "button_reply", button_reply: { id: "yes", title: "Yes" } },
  button: { payload: "confirm", text: "Confirm" },
  reaction: { message_id: LAST_WAMID, emoji: "👍" },
  order: {
    catalog_id: "194836987003835",
    text: "Two of these, please",
    product_items: [{ product_retailer_id: "sku-1", quantity: 2, item_price: 9.5, currency: "BRL" }],
  },
  system: {
    type: "user_changed_number",
    body: "The customer changed their phone number",
    wa_id: "16505550199",
  },
  unsupported: { type: "poll_creation" },
  edit: { original_message_id: LAST_WAMID, message: { type: "text", text: { body: "What I meant to say" } } },
  revoke: { original_message_id: LAST_WAMID },
};

/** Undefined for a type that Meta does not document: such a message has no object then. */
export function exampleContent(type: string): JsonObject | JsonObject[] | undefined {
  return EXAMPLES[type];
}
