import type { TypeCase } from "./inbound-case";

const ours = "wamid.a-message-of-ours";
const context = { from: "15550783881", id: ours };

/** Places, people, taps, forms and orders (Meta, webhooks/reference/messages/…, a page for each). */
export function tapCases(): TypeCase[] {
  return [...places(), ...cards(), ...taps(), ...forms(), ...orders()].map((each) => ({
    ...each,
    isAnswered: true,
  }));
}

type Bare = Omit<TypeCase, "isAnswered">;

function places(): Bare[] {
  const point = { latitude: 37.44211676562361, longitude: -122.16155960083124 };
  return [
    {
      type: "location",
      what: "a place",
      wire: {
        location: {
          ...point,
          name: "Philz Coffee",
          address: "101 Forest Ave, Palo Alto",
          url: "https://philzcoffee.com/",
        },
      },
      body: "Philz Coffee, 101 Forest Ave, Palo Alto (37.44211676562361, -122.16155960083124)",
      content: {
        kind: "location",
        ...point,
        name: "Philz Coffee",
        address: "101 Forest Ave, Palo Alto",
        url: "https://philzcoffee.com/",
      },
      prompt: "[location] Philz Coffee, 101 Forest Ave, Palo Alto (37.44211676562361, -122.16155960083124)",
    },
    {
      type: "location",
      what: "a point",
      wire: { location: { latitude: "37.4", longitude: "-122.1" } },
      body: "37.4, -122.1",
      content: { kind: "location", latitude: 37.4, longitude: -122.1 },
      prompt: "[location] 37.4, -122.1",
    },
  ];
}

function cards(): Bare[] {
  const name = { formatted_name: "Bia Silva", first_name: "Bia", last_name: "Silva" };
  return [
    {
      type: "contacts",
      what: "two cards",
      wire: {
        contacts: [
          {
            name,
            org: { company: "Flowers Ltd" },
            phones: [{ phone: "+55 11 98765-4321", wa_id: "5511987654321", type: "CELL" }],
            emails: [{ email: "bia@example.com", type: "WORK" }],
            origin: "other",
            vcard: "BEGIN:VCARD",
          },
          { name: { first_name: "Ana" } },
        ],
      },
      body: "Bia Silva, +55 11 98765-4321, bia@example.com\nAna",
      content: {
        kind: "contacts",
        contacts: [
          {
            name: "Bia Silva",
            organization: "Flowers Ltd",
            phones: [{ phone: "+55 11 98765-4321", waId: "5511987654321", label: "CELL" }],
            emails: ["bia@example.com"],
            origin: "other",
          },
          { name: "Ana", phones: [], emails: [] },
        ],
      },
      prompt: "[contact card] Bia Silva, +55 11 98765-4321, bia@example.com\nAna",
    },
    {
      type: "contacts",
      what: "the own number, asked for",
      wire: { context, contacts: [{ phones: [{ wa_id: "5511987654321" }], origin: "contact_request" }] },
      body: "5511987654321",
      content: {
        kind: "contacts",
        contacts: [{ phones: [{ waId: "5511987654321" }], emails: [], origin: "contact_request" }],
      },
      quoted: ours,
      prompt: "[contact card] 5511987654321",
    },
  ];
}

function taps(): Bare[] {
  return [
    {
      type: "interactive",
      what: "a button of ours",
      wire: {
        context,
        interactive: { type: "button_reply", button_reply: { id: "yes-1", title: "Yes, please" } },
      },
      body: "Yes, please",
      content: { kind: "button_reply", id: "yes-1", title: "Yes, please" },
      quoted: ours,
      prompt: "[tapped button] Yes, please",
    },
    {
      type: "interactive",
      what: "a line of a list of ours",
      wire: {
        context,
        interactive: {
          type: "list_reply",
          list_reply: { id: "rose", title: "Roses", description: "Red, a dozen" },
        },
      },
      body: "Roses: Red, a dozen",
      content: { kind: "list_reply", id: "rose", title: "Roses", description: "Red, a dozen" },
      quoted: ours,
      prompt: "[chose from the list] Roses: Red, a dozen",
    },
    {
      type: "interactive",
      what: "a line without a description",
      wire: { interactive: { type: "list_reply", list_reply: { id: "rose", title: "Roses" } } },
      body: "Roses",
      content: { kind: "list_reply", id: "rose", title: "Roses" },
      prompt: "[chose from the list] Roses",
    },
    {
      type: "interactive",
      what: "leave to call",
      wire: {
        context,
        interactive: {
          type: "call_permission_reply",
          call_permission_reply: {
            response: "accept",
            is_permanent: false,
            expiration_timestamp: 1_798_761_600,
            response_source: "user_action",
          },
        },
      },
      body: "accept",
      content: {
        kind: "call_permission_reply",
        response: "accept",
        isPermanent: false,
        expiresAt: "2027-01-01T00:00:00.000Z",
        source: "user_action",
      },
      quoted: ours,
      prompt: "[call permission] accept",
    },
    {
      type: "interactive",
      what: "of a kind not known here",
      wire: { interactive: { type: "product", product: { id: "rose" } } },
      body: null,
      content: { kind: "unsupported", type: "interactive", unsupportedType: "product" },
      prompt: "[a message of a kind that cannot be read here]",
    },
    {
      type: "button",
      what: "of a template of ours",
      wire: { context, button: { payload: "CONFIRM-7", text: "Confirm" } },
      body: "Confirm",
      content: { kind: "template_button", payload: "CONFIRM-7", text: "Confirm" },
      quoted: ours,
      prompt: "[tapped button] Confirm",
    },
  ];
}

function forms(): Bare[] {
  const form = (nfm_reply: Record<string, unknown>) => ({
    context,
    interactive: { type: "nfm_reply", nfm_reply },
  });
  return [
    {
      type: "interactive",
      what: "a flow, filled in",
      wire: form({
        name: "flow",
        body: "Sent",
        response_json: '{"flow_token":"t0k3n","day":"Monday","guests":4}',
      }),
      body: "day: Monday\nguests: 4",
      content: { kind: "flow_reply", name: "flow", body: "Sent", fields: { day: "Monday", guests: 4 } },
      quoted: ours,
      prompt: "[filled-in form] day: Monday\nguests: 4",
    },
    {
      type: "interactive",
      what: "a flow that cannot be read",
      wire: form({ name: "flow", body: "Sent", response_json: "{" }),
      body: "Sent",
      content: { kind: "flow_reply", name: "flow", body: "Sent" },
      quoted: ours,
      prompt: "[filled-in form] Sent",
    },
    {
      type: "interactive",
      what: "an address",
      wire: form({
        name: "address_message",
        body: "CRK Prince, Pune 411001",
        response_json:
          '{"saved_address_id":"address1","values":{"name":"CRK","city":"Pune","in_pin_code":"411001"}}',
      }),
      body: "CRK Prince, Pune 411001",
      content: {
        kind: "address_reply",
        name: "address_message",
        body: "CRK Prince, Pune 411001",
        fields: {
          saved_address_id: "address1",
          values: { name: "CRK", city: "Pune", in_pin_code: "411001" },
        },
      },
      quoted: ours,
      prompt: "[address] CRK Prince, Pune 411001",
    },
  ];
}

function orders(): Bare[] {
  return [
    {
      type: "order",
      what: "with a text",
      wire: {
        order: {
          catalog_id: "194836987003835",
          text: "For Sunday",
          product_items: [
            { product_retailer_id: "rose", quantity: 12, item_price: 1.1, currency: "EUR" },
            { product_retailer_id: "vase", quantity: 1, item_price: 30, currency: "EUR" },
          ],
        },
      },
      body: "For Sunday\n12 × rose (1.10 EUR)\n1 × vase (30.00 EUR)\nTotal: 43.20 EUR",
      content: {
        kind: "order",
        catalogId: "194836987003835",
        text: "For Sunday",
        items: [
          { retailerId: "rose", quantity: 12, price: 1.1, currency: "EUR" },
          { retailerId: "vase", quantity: 1, price: 30, currency: "EUR" },
        ],
        totals: [{ currency: "EUR", amount: "43.20" }],
      },
      prompt: "[order] For Sunday\n12 × rose (1.10 EUR)\n1 × vase (30.00 EUR)\nTotal: 43.20 EUR",
    },
    {
      type: "order",
      what: "without prices",
      wire: { order: { product_items: [{ product_retailer_id: "rose", quantity: 12 }] } },
      body: "12 × rose",
      content: { kind: "order", items: [{ retailerId: "rose", quantity: 12 }], totals: [] },
      prompt: "[order] 12 × rose",
    },
  ];
}
