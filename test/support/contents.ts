// Every type that can be sent (Meta, messages/send-messages and the page of each type).

export const link = "https://example.com/file";
export const interactive = { type: "interactive", body: "Choose" };
export const buttons = [
  { id: "y", title: "Yes" },
  { id: "n", title: "No" },
];
export const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ id: `r${from + at}`, title: `Row ${from + at}` }));

/** A name, a content as we write it, what Meta is sent for it, and what is read of it. */
type Sent = [string, Record<string, unknown>, Record<string, unknown>, string | null];

export const sentContents: Sent[] = [
  ["text", { type: "text", body: "Hi" }, { type: "text", text: { body: "Hi", preview_url: false } }, "Hi"],
  [
    "text with a preview",
    { type: "text", body: link, previewUrl: true },
    { type: "text", text: { body: link, preview_url: true } },
    link,
  ],
  [
    "image",
    { type: "image", link, caption: "A chair" },
    { type: "image", image: { link, caption: "A chair" } },
    "A chair",
  ],
  ["video", { type: "video", id: "1" }, { type: "video", video: { id: "1" } }, null],
  ["audio", { type: "audio", link, voice: true }, { type: "audio", audio: { link, voice: true } }, null],
  [
    "document",
    { type: "document", id: "1", filename: "price.pdf" },
    { type: "document", document: { id: "1", filename: "price.pdf" } },
    "price.pdf",
  ],
  ["sticker", { type: "sticker", id: "1" }, { type: "sticker", sticker: { id: "1" } }, null],
  [
    "location",
    { type: "location", latitude: -23.5, longitude: -46.6, name: "Shop", address: "Rua 1" },
    { type: "location", location: { latitude: -23.5, longitude: -46.6, name: "Shop", address: "Rua 1" } },
    "Shop, Rua 1",
  ],
  [
    "location without a name",
    { type: "location", latitude: 0, longitude: 0 },
    { type: "location", location: { latitude: 0, longitude: 0 } },
    "0, 0",
  ],
  [
    "contacts",
    {
      type: "contacts",
      contacts: [{ name: { formattedName: "Ana B." }, phones: [{ phone: "+1", waId: "1" }] }],
    },
    {
      type: "contacts",
      contacts: [
        { name: { formatted_name: "Ana B.", first_name: "Ana B." }, phones: [{ phone: "+1", wa_id: "1" }] },
      ],
    },
    "Ana B.",
  ],
  [
    "reaction",
    { type: "reaction", messageId: "wamid.1", emoji: "👍🏽" },
    { type: "reaction", reaction: { message_id: "wamid.1", emoji: "👍🏽" } },
    "👍🏽",
  ],
  [
    "reaction taken back",
    { type: "reaction", messageId: "wamid.1", emoji: "" },
    { type: "reaction", reaction: { message_id: "wamid.1", emoji: "" } },
    null,
  ],
  [
    "buttons",
    { ...interactive, kind: "button", buttons, header: { type: "image", link }, footer: "Thanks" },
    {
      type: "interactive",
      interactive: {
        type: "button",
        header: { type: "image", image: { link } },
        body: { text: "Choose" },
        footer: { text: "Thanks" },
        action: { buttons: buttons.map((reply) => ({ type: "reply", reply })) },
      },
    },
    "Choose\n[Yes] [No]",
  ],
  [
    "list",
    { ...interactive, kind: "list", button: "Open", sections: [{ rows: rows(2) }] },
    {
      type: "interactive",
      interactive: {
        type: "list",
        body: { text: "Choose" },
        action: { button: "Open", sections: [{ rows: rows(2) }] },
      },
    },
    "Choose\n[Open] Row 0 · Row 1",
  ],
  [
    "link button",
    { ...interactive, kind: "cta_url", displayText: "Shop", url: link },
    {
      type: "interactive",
      interactive: {
        type: "cta_url",
        body: { text: "Choose" },
        action: { name: "cta_url", parameters: { display_text: "Shop", url: link } },
      },
    },
    `Choose\n[Shop] ${link}`,
  ],
  [
    "flow",
    { ...interactive, kind: "flow", flowId: "7", cta: "Book", token: "t", action: "navigate", screen: "ONE" },
    {
      type: "interactive",
      interactive: {
        type: "flow",
        body: { text: "Choose" },
        action: {
          name: "flow",
          parameters: {
            flow_message_version: "3",
            flow_id: "7",
            flow_cta: "Book",
            flow_token: "t",
            flow_action: "navigate",
            flow_action_payload: { screen: "ONE" },
          },
        },
      },
    },
    "Choose\n[Book]",
  ],
  [
    "location request",
    { ...interactive, kind: "location_request" },
    {
      type: "interactive",
      interactive: {
        type: "location_request_message",
        body: { text: "Choose" },
        action: { name: "send_location" },
      },
    },
    "Choose",
  ],
  [
    "contact request",
    { ...interactive, kind: "contact_request" },
    {
      type: "interactive",
      interactive: {
        type: "request_contact_info",
        body: { text: "Choose" },
        action: { name: "request_contact_info" },
      },
    },
    "Choose",
  ],
  [
    "template",
    {
      type: "template",
      name: "order_update",
      language: "en_US",
      parameters: {
        header: { type: "document", link, filename: "a.pdf" },
        body: ["7", "sent"],
        buttons: [{ kind: "url", index: 0, value: "track/7" }],
      },
    },
    {
      type: "template",
      template: {
        name: "order_update",
        language: { code: "en_US", policy: "deterministic" },
        components: [
          {
            type: "header",
            parameters: [{ type: "document", document: { link, filename: "a.pdf" } }],
          },
          {
            type: "body",
            parameters: [
              { type: "text", text: "7" },
              { type: "text", text: "sent" },
            ],
          },
          { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: "track/7" }] },
        ],
      },
    },
    "order_update",
  ],
  [
    "template with named parameters",
    { type: "template", name: "hi", language: "en", parameters: { body: { who: "Ana" } }, preview: "Hi Ana" },
    {
      type: "template",
      template: {
        name: "hi",
        language: { code: "en", policy: "deterministic" },
        components: [{ type: "body", parameters: [{ type: "text", parameter_name: "who", text: "Ana" }] }],
      },
    },
    "Hi Ana",
  ],
];
