import { describe, expect, it } from "vitest";
import { parseWebhook } from "@/domain/inbound/parse-webhook";
import { envelope, textMessage } from "../../../support/wire";

const ana = { wa_id: "5511000000001", user_id: "BR.A", profile: { name: "Ana" } };

describe("the only contact of a change", () => {
  it("is not the sender when its user id is another", () => {
    const message = { ...textMessage("", "Hi"), from: undefined, from_user_id: "BR.B" };
    const [read] = parseWebhook(envelope("1", { messages: [message], contacts: [ana] })).messages;
    expect(read).toMatchObject({ userId: "BR.B", phone: null, profileName: null });
  });

  it("is not the second sender as well", () => {
    const messages = [textMessage("5511000000001", "a"), textMessage("5511000000002", "b")];
    const read = parseWebhook(envelope("1", { messages, contacts: [ana] })).messages;
    expect(read[0]).toMatchObject({ phone: "5511000000001", userId: "BR.A", profileName: "Ana" });
    expect(read[1]).toMatchObject({ phone: "5511000000002", userId: null, profileName: null });
  });
});

describe("what cannot be read", () => {
  it("is counted wherever it stands", () => {
    const value = { metadata: { phone_number_id: "1" }, messages: "x" };
    const entry = ["junk", { changes: "x" }, { changes: ["junk", { field: "messages", value }] }];
    expect(parseWebhook({ object: "whatsapp_business_account", entry }).malformed).toHaveLength(4);
  });

  it("because it is nested too deeply costs the other items nothing", () => {
    let deep: unknown = "x";
    for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
    const messages = [textMessage("1", "a"), textMessage("1", "b", { deep })];
    expect(parseWebhook(envelope("1", { messages })).messages.map(({ body }) => body)).toEqual(["a", "b"]);
  });
});

it("an empty id is none", () => {
  const contacts = [{ wa_id: "", user_id: "BR.A" }];
  const message = { ...textMessage("", "a"), from_user_id: "BR.A" };
  const [read] = parseWebhook(envelope("1", { messages: [message], contacts })).messages;
  expect(read).toMatchObject({ phone: null, userId: "BR.A" });
});
