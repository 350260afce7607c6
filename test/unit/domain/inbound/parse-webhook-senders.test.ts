import { describe, expect, it } from "vitest";
import { parseWebhook } from "@/domain/inbound/parse-webhook";
import { envelope, textMessage } from "../../../support/wire";

const phone = "5511987654321";
const userId = "BR.13491208655302741918";

/** Who wrote the first message of a change. */
function senderOf(message: Record<string, unknown>, contacts?: unknown[]) {
  const parsed = parseWebhook(envelope("1", { messages: [message], contacts }));
  const [read] = parsed.messages;
  if (!read) throw new Error(`No message: ${parsed.malformed.join()}`);
  const { profileName, username } = read;
  return { phone: read.phone, userId: read.userId, profileName, username };
}

const withoutPhone = { ...textMessage("", "Hi"), from: undefined, from_user_id: userId };

describe("the sender of a message", () => {
  it("has the name of the contact with the same number, not of another", () => {
    const contacts = [
      { wa_id: "5521900000000", user_id: "BR.2", profile: { name: "Ana", username: "ana" } },
      { wa_id: phone, user_id: userId, profile: { name: "Bia", username: "bia" } },
    ];
    const expected = { phone, userId, profileName: "Bia", username: "bia" };
    expect(senderOf(textMessage(phone, "Hi"), contacts)).toEqual(expected);
    expect(senderOf(textMessage(phone, "Hi"), contacts.toReversed())).toEqual(expected);
  });

  it("is found by the business-scoped user id where Meta withholds the number", () => {
    const contacts = [
      { user_id: "BR.2", profile: { name: "Ana" } },
      { user_id: userId, profile: { name: "Bia", username: "bia" } },
    ];
    expect(senderOf(withoutPhone, contacts)).toEqual({
      phone: null,
      userId,
      profileName: "Bia",
      username: "bia",
    });
  });

  it("needs no contact at all", () => {
    expect(senderOf(withoutPhone)).toEqual({ phone: null, userId, profileName: null, username: null });
    expect(senderOf(textMessage(phone, "Hi"), [])).toMatchObject({ phone, userId: null });
  });

  it("is the only contact there is, when the two spell the number differently", () => {
    const contacts = [{ wa_id: "551187654321", user_id: userId, profile: { name: "Bia" } }];
    expect(senderOf(textMessage(phone, "Hi"), contacts)).toMatchObject({ phone, userId, profileName: "Bia" });
  });

  it("is none of several contacts when none fits", () => {
    const contacts = [
      { wa_id: "1", user_id: "BR.1", profile: { name: "Ana" } },
      { wa_id: "2", user_id: "BR.2", profile: { name: "Eva" } },
    ];
    const expected = { phone, userId: null, profileName: null, username: null };
    expect(senderOf(textMessage(phone, "Hi"), contacts)).toEqual(expected);
  });

  it("has the number of the contact where only that tells it", () => {
    expect(senderOf(withoutPhone, [{ user_id: userId, wa_id: phone }])).toMatchObject({ phone, userId });
  });

  it("has the ids of the message before those of the contact", () => {
    const message = textMessage(phone, "Hi", { from_user_id: userId });
    expect(senderOf(message, [{ wa_id: phone, user_id: "BR.older" }])).toMatchObject({ phone, userId });
  });

  it("in a group is kept, and not answered", () => {
    const message = textMessage(phone, "Hi all", { group_id: "120363" });
    const { messages } = parseWebhook(envelope("1", { messages: [message] }));
    expect(messages[0]).toMatchObject({ phone, type: "text", body: "Hi all", asksForAnswer: false });
  });

  it("of a system message has changed the number: kept under the old one, and not answered", () => {
    const system = { body: "Bia changed", type: "user_changed_number", wa_id: "5511900000000" };
    const message = { ...textMessage(phone, ""), type: "system", text: undefined, system };
    const { messages } = parseWebhook(envelope("1", { messages: [message] }));
    expect(messages[0]).toMatchObject({ phone, body: "Bia changed", asksForAnswer: false });
  });

  it("has a name cut where it would not end", () => {
    const contacts = [{ wa_id: phone, profile: { name: "B".repeat(5_000), username: "b".repeat(5_000) } }];
    const { profileName, username } = senderOf(textMessage(phone, "Hi"), contacts);
    expect([profileName?.length, username?.length]).toEqual([512, 512]);
  });

  it.each([
    ["number", { wa_id: 42, user_id: userId, profile: { name: "Bia" } }, { profileName: "Bia" }],
    ["user id", { wa_id: phone, user_id: 42, profile: { name: "Bia" } }, { profileName: "Bia" }],
    [
      "name",
      { wa_id: phone, profile: { name: 42, username: "bia" } },
      { profileName: null, username: "bia" },
    ],
  ])("loses no more than an odd %s of the contact", (_what, contact, expected) => {
    const contacts = [{ wa_id: "1", profile: { name: "Ana" } }, contact];
    expect(senderOf(textMessage(phone, "Hi", { from_user_id: userId }), contacts)).toMatchObject(expected);
  });

  it("loses only the name to an odd profile of the contact", () => {
    const contacts = [{ wa_id: "1" }, { wa_id: phone, user_id: userId, profile: "Bia" }];
    const expected = { phone, userId, profileName: null, username: null };
    expect(senderOf(textMessage(phone, "Hi"), contacts)).toEqual(expected);
  });

  it.each([42, "", null])("has no name where the name is %j", (name) => {
    expect(senderOf(textMessage(phone, "Hi"), [{ wa_id: phone, profile: { name } }]).profileName).toBeNull();
  });
});
