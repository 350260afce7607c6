const CUSTOMERS = 1_000;

let sent = 0;

/** A webhook with one text message, as Meta writes it; customers take turns. */
export function textWebhook(key: string): Uint8Array {
  sent += 1;
  const phone = String(551100000000 + (sent % CUSTOMERS));
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550000000", phone_number_id: "100000000001" },
    contacts: [{ profile: { name: "A customer" }, wa_id: phone }],
    messages: [
      {
        from: phone,
        id: `wamid.${key}`,
        timestamp: String(Math.floor(Date.now() / 1_000)),
        type: "text",
        text: { body: "How much is the lamp, and when can you deliver it?" },
      },
    ],
  };
  const body = {
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value }] }],
  };
  return new TextEncoder().encode(JSON.stringify(body));
}
