import { describe, expect, it } from "vitest";
import { asksForAnswer, knownType, readBody } from "@/domain/inbound/inbound-message";
import { wireMessage } from "@/infra/whatsapp/webhook-schema";

/** A message of a type as it is on the wire, with the object that is called like its type. */
function wire(type: string, content?: unknown, fields: Record<string, unknown> = {}) {
  const common = { id: "wamid.1", from: "5511987654321", timestamp: "1767225600", type };
  return wireMessage.parse({ ...common, ...(content === undefined ? {} : { [type]: content }), ...fields });
}

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
    ["location", { latitude: 1, longitude: 2, name: "Shop", address: "Main St 1" }, "Shop"],
    ["location", { latitude: 1, longitude: 2, address: "Main St 1" }, "Main St 1"],
    ["location", { latitude: 1, longitude: 2 }, null],
    ["contacts", [{ name: { formatted_name: "Bia" }, phones: [] }], null],
    ["interactive", replied("button_reply", { id: "1", title: "Yes, please" }), "Yes, please"],
    ["interactive", replied("list_reply", { id: "1", title: "Roses", description: "Red" }), "Roses"],
    ["interactive", replied("nfm_reply", { name: "flow", body: "Sent", response_json: "{}" }), "Sent"],
    ["interactive", replied("call_permission_reply", { response: "accept" }), null],
    ["button", { payload: "P", text: "Yes" }, "Yes"],
    ["order", { catalog_id: "1", text: "Two, please", product_items: [] }, "Two, please"],
    ["order", { catalog_id: "1", product_items: [] }, null],
  ])("%s is known, is to be answered and reads as it should (%#)", (type, content, body) => {
    const message = wire(type, content);
    expect(knownType(type)).toBe(type);
    expect(asksForAnswer(message)).toBe(true);
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

  it.each(["unsupported", "hologram", "errors", "constructor", "__proto__"])(
    "%s is shown as unsupported",
    (type) => {
      const message = wire(type, undefined, { errors: [{ code: 131051, title: "Unsupported" }] });
      expect(knownType(type)).toBe("unsupported");
      expect(asksForAnswer(message)).toBe(false);
      expect(readBody(message)).toBeNull();
    },
  );

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
