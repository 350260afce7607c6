import { describe, expect, it } from "vitest";
import { asksForAnswer, knownType, opensWindow } from "@/domain/inbound/inbound-message";
import { readContent } from "@/domain/inbound/read-content";
import { readWireMessage, type WireMessage } from "@/infra/whatsapp/webhook-schema";

/** A message of a type as it is on the wire, with the object that is called like its type. */
function wire(type: string, content?: unknown, fields: Record<string, unknown> = {}) {
  const common = { id: "wamid.1", from: "5511987654321", timestamp: "1767225600", type };
  const { data } = readWireMessage({
    ...common,
    ...(content === undefined ? {} : { [type]: content }),
    ...fields,
  });
  return data as WireMessage;
}

const readBody = (message: ReturnType<typeof wire>) => readContent(message).body;

const media = { id: "1", mime_type: "a/b", sha256: "x", url: "https://lookaside.fbsbx.com/1" };
const replied = (type: string, reply: unknown) => ({ type, [type]: reply });

describe("what a customer writes to be answered", () => {
  it.each([
    ["text", { body: "Hello" }, "Hello"],
    ["image", { ...media, caption: "My garden" }, "My garden"],
    ["image", media, null],
    ["video", { ...media, caption: "Look" }, "Look"],
    ["audio", { ...media, voice: true }, null],
    ["voice", media, null],
    ["document", { ...media, filename: "bill.pdf", caption: "The bill" }, "The bill"],
    ["document", { ...media, filename: "bill.pdf" }, "bill.pdf"],
    ["sticker", { ...media, animated: false }, null],
    ["location", { latitude: 1, longitude: 2, name: "Shop", address: "Main St 1" }, "Shop, Main St 1 (1, 2)"],
    ["location", { latitude: 1, longitude: 2, address: "Main St 1" }, "Main St 1 (1, 2)"],
    ["location", { latitude: 1, longitude: 2 }, "1, 2"],
    ["location", { latitude: "1.5", longitude: "-2" }, "1.5, -2"],
    ["location", { name: "Shop" }, "Shop"],
    ["contacts", [{ name: { formatted_name: "Bia" }, phones: [] }], "Bia"],
    [
      "contacts",
      [{ name: { first_name: "Bia" }, phones: [{ phone: "+55 11 9" }] }, { emails: [{ email: "a@b.c" }] }],
      "Bia, +55 11 9\na@b.c",
    ],
    ["interactive", replied("button_reply", { id: "1", title: "Yes, please" }), "Yes, please"],
    ["interactive", replied("list_reply", { id: "1", title: "Roses", description: "Red" }), "Roses: Red"],
    ["interactive", replied("list_reply", { id: "1", title: "Roses" }), "Roses"],
    ["interactive", replied("nfm_reply", { name: "flow", body: "Sent", response_json: "{}" }), "Sent"],
    [
      "interactive",
      replied("nfm_reply", {
        name: "flow",
        body: "Sent",
        response_json: '{"flow_token":"secret","when":"Monday","many":[1]}',
      }),
      "when: Monday\nmany: [1]",
    ],
    ["interactive", replied("nfm_reply", { name: "flow", body: "Sent", response_json: "{" }), "Sent"],
    [
      "interactive",
      replied("nfm_reply", { name: "address_message", response_json: '{"values":{"city":"Pune"}}' }),
      "city: Pune",
    ],
    ["interactive", replied("call_permission_reply", { response: "accept" }), "accept"],
    ["button", { payload: "P", text: "Yes" }, "Yes"],
    ["order", { catalog_id: "1", text: "Two, please", product_items: [] }, "Two, please"],
    ["order", { catalog_id: "1", product_items: [] }, null],
    [
      "order",
      {
        text: "Please",
        product_items: [
          { product_retailer_id: "rose", quantity: 3, item_price: 0.1, currency: "EUR" },
          { product_retailer_id: "vase", quantity: "2", item_price: "10.5", currency: "EUR" },
          { product_retailer_id: "card", quantity: 1, item_price: 1.2345, currency: "USD" },
          { product_retailer_id: "gift", quantity: 1, currency: "BRL" },
          { product_retailer_id: "bow", quantity: 1, item_price: 1, currency: "BRL" },
        ],
      },
      "Please\n3 × rose (0.10 EUR)\n2 × vase (10.50 EUR)\n1 × card (1.2345 USD)\n1 × gift\n1 × bow (1.00 BRL)\nTotal: 21.30 EUR\nTotal: 1.2345 USD",
    ],
  ])("%s is known, is to be answered and reads as it should (%#)", (type, content, body) => {
    const message = wire(type, content);
    expect(knownType(type)).toBe(type);
    expect(asksForAnswer(message)).toBe(true);
    expect(opensWindow(message)).toBe(true);
    expect(readBody(message)).toBe(body);
  });
});

describe("what is kept and shown, and not answered", () => {
  it.each([
    ["reaction", { message_id: "wamid.0", emoji: "👍" }, "👍"],
    ["reaction", { message_id: "wamid.0" }, null],
    ["system", { type: "user_changed_number", body: "Bia changed", wa_id: "551" }, "Bia changed"],
    ["request_welcome", undefined, null],
    ["edit", { original_message_id: "wamid.0", message: { type: "text", text: { body: "x" } } }, null],
    ["revoke", { original_message_id: "wamid.0" }, null],
  ])("%s is known by its own name (%#)", (type, content, body) => {
    const message = wire(type, content);
    expect(knownType(type)).toBe(type);
    expect(asksForAnswer(message)).toBe(false);
    expect(readBody(message)).toBe(body);
  });

  it.each([
    [undefined, true],
    ["image", true],
    ["gif", true],
    ["list", true],
    ["poll_creation", true],
    ["media_placeholder", true],
    ["group_invite", true],
    ["something_new", true],
    ["edit", false],
    ["pin", false],
    ["keep_in_chat", false],
    ["poll_update", false],
    ["reaction", false],
    ["hsm", false],
    ["errors", false],
  ])("unsupported %s stands for a message the customer waits on: %s", (type, isSent) => {
    const message = wire("unsupported", type && { type }, {
      errors: [{ code: 131051, title: "Unsupported" }],
    });
    expect(knownType("unsupported")).toBe("unsupported");
    expect([asksForAnswer(message), opensWindow(message)]).toEqual([isSent, isSent]);
    expect(readContent(message)).toEqual({
      body: null,
      content: {
        kind: "unsupported",
        type: "unsupported",
        ...(type && { unsupportedType: type }),
        errors: [{ code: 131051, title: "Unsupported" }],
      },
      media: null,
    });
  });

  it.each(["hologram", "errors", "constructor", "__proto__"])("%s is shown as unsupported", (type) => {
    const message = wire(type, undefined, { errors: [{ code: 131051, title: "Unsupported" }] });
    expect(knownType(type)).toBe("unsupported");
    expect(asksForAnswer(message)).toBe(false);
    expect(readBody(message)).toBeNull();
  });

  it.each(["text", "image", "interactive"])(
    "%s in a group, whose sender did not write to us alone",
    (type) => {
      const message = wire(type, { body: "Hello all" }, { group_id: "120363" });
      expect(asksForAnswer(message)).toBe(false);
      expect(knownType(type)).toBe(type);
    },
  );
});

describe("the readable part", () => {
  it.each([
    ["text", undefined],
    ["text", null],
    ["text", "Hello"],
    ["text", { body: 42 }],
    ["text", { body: "" }],
    ["text", ["Hello"]],
    ["image", { caption: { text: "x" } }],
    ["interactive", {}],
    ["interactive", { type: "button_reply" }],
    ["interactive", { type: "button_reply", button_reply: "Yes" }],
    ["interactive", { type: "constructor" }],
    ["button", 7],
  ])("of a malformed %s is nothing, and no error (%#)", (type, content) => {
    expect(readBody(wire(type, content))).toBeNull();
  });

  it("is the file's name where the caption is empty", () => {
    expect(readBody(wire("document", { ...media, caption: "", filename: "bill.pdf" }))).toBe("bill.pdf");
  });

  it("has nothing in it that the database cannot store", () => {
    expect(readBody(wire("text", { body: "a\u0000b\uD83D" }))).toBe("a\uFFFDb\uFFFD");
  });
});
