import { describe, expect, it } from "vitest";
import { parseWebhook } from "@/domain/inbound/parse-webhook";
import { envelope, newWamid, status, textMessage } from "../../../support/wire";

const customer = "5511987654321";

/** The messages and receipts of one change of the number 1. */
const parse = (value: Parameters<typeof envelope>[1]) => parseWebhook(envelope("1", value));

const nothing = {
  isRecognised: false,
  messages: [],
  receipts: [],
  edits: [],
  preferences: [],
  accountEvents: [],
  malformed: [],
};

/** A webhook with several changes. */
function webhook(...changes: unknown[][]) {
  return { object: "whatsapp_business_account", entry: changes.map((list) => ({ id: "1", changes: list })) };
}

function change(phoneNumberId: string, value: Record<string, unknown>, field = "messages") {
  return { field, value: { metadata: { phone_number_id: phoneNumberId }, ...value } };
}

describe("a webhook", () => {
  it("gives every message and receipt of every entry and change, each with its own number", () => {
    const parsed = parseWebhook(
      webhook(
        [change("1", { messages: [textMessage(customer, "a"), textMessage(customer, "b")] })],
        [
          change("2", { messages: [textMessage(customer, "c")], statuses: [status("wamid.x", "sent")] }),
          change("3", { statuses: [status("wamid.y", "read")] }),
        ],
      ),
    );
    expect(parsed).toMatchObject({ isRecognised: true, malformed: [] });
    expect(parsed.messages.map(({ phoneNumberId, body }) => [phoneNumberId, body])).toEqual([
      ["1", "a"],
      ["1", "b"],
      ["2", "c"],
    ]);
    expect(parsed.receipts.map(({ phoneNumberId, status }) => [phoneNumberId, status])).toEqual([
      ["2", "sent"],
      ["3", "read"],
    ]);
  });

  it("of a thousand messages gives all of them, in order", () => {
    const messages = Array.from({ length: 1_000 }, (_, at) => textMessage(customer, `message ${at}`));
    expect(parse({ messages }).messages.map(({ body }) => body)).toEqual(
      messages.map(({ text }) => text.body),
    );
  });

  it("of a field other than messages gives an event and is no fault", () => {
    const update = change("1", { messages: [textMessage(customer, "x")] }, "account_update");
    expect(parseWebhook(webhook([update]))).toMatchObject({
      ...nothing,
      isRecognised: true,
      accountEvents: [{ field: "account_update", phoneNumberId: "1", wabaId: "1" }],
    });
  });

  it("that only reports errors of the account gives events and is no fault", () => {
    const errors = { errors: [{ code: 130429, title: "Rate limit hit" }] };
    expect(parseWebhook(webhook([change("1", errors)]))).toMatchObject({
      messages: [],
      accountEvents: [{ field: "errors", event: "130429", severity: "warning" }],
      malformed: [],
    });
  });

  it.each([
    null,
    undefined,
    "text",
    42,
    [],
    {},
    { object: "page", entry: [] },
    { object: "whatsapp_business_account" },
    { object: "whatsapp_business_account", entry: {} },
  ])("is not recognised in %j", (json) => {
    expect(parseWebhook(json)).toEqual(nothing);
  });
});

describe("what is malformed", () => {
  const good = textMessage(customer, "good");
  const secret = "SECRET-CONTENT";

  it.each([
    ["no object", "message: item invalid_type", secret],
    ["null", "message: item invalid_type", null],
    ["no id", "message: id invalid_type", { ...textMessage(customer, secret), id: undefined }],
    ["an id too long to index", "message: id too_big", { ...good, id: `${secret}${"x".repeat(512)}` }],
    ["no time", "message: timestamp invalid_type", { ...good, timestamp: 1_767_225_600 }],
    ["a time that is none", "message: timestamp invalid_format", { ...good, timestamp: secret }],
    ["a time before WhatsApp", "message: timestamp custom", { ...good, timestamp: "1230767999" }],
    ["a time after 2099", "message: timestamp custom", { ...good, timestamp: "4102444800" }],
    ["a time that is no date", "message: timestamp custom", { ...good, timestamp: "999999999999" }],
    ["no type", "message: type invalid_type", { ...good, type: undefined }],
    ["no sender", "message: no sender", { ...textMessage("", secret), from: undefined }],
    ["two faults", "message: id invalid_type, type invalid_type", { ...good, id: 1, type: 2 }],
  ])(
    "in a message (%s) is named without its content, and costs the others nothing",
    (_what, problem, bad) => {
      const parsed = parse({
        messages: [textMessage(customer, "before"), bad, textMessage(customer, "after")],
      });
      expect(parsed.messages.map(({ body }) => body)).toEqual(["before", "after"]);
      expect(parsed.malformed).toEqual([problem]);
    },
  );

  it.each([
    ["no object", "status: item invalid_type", secret],
    ["no id", "status: id invalid_type", { ...status("wamid.x", secret), id: undefined }],
    ["no status", "status: status invalid_type", { ...status("wamid.x", "sent"), status: null }],
    [
      "a time that is none",
      "status: timestamp invalid_format",
      { ...status("x", "sent"), timestamp: secret },
    ],
  ])(
    "in a receipt (%s) is named without its content, and costs the others nothing",
    (_what, problem, bad) => {
      const parsed = parse({ messages: [good], statuses: [bad, status("wamid.y", "read")] });
      expect(parsed.receipts.map(({ providerMessageId }) => providerMessageId)).toEqual(["wamid.y"]);
      expect(parsed.messages).toHaveLength(1);
      expect(parsed.malformed).toEqual([problem]);
    },
  );

  it("in a change without a number costs the other changes nothing", () => {
    const lost = { field: "messages", value: { messages: [textMessage(customer, secret)] } };
    const parsed = parseWebhook(webhook([lost, change("1", { messages: [good] })]));
    expect(parsed.messages.map(({ body }) => body)).toEqual(["good"]);
    expect(parsed.malformed).toEqual(["change without metadata.phone_number_id"]);
  });

  it.each(["junk", null, 42, {}, { changes: "junk" }, { changes: ["junk", null, {}] }])(
    "in an entry (%j) costs the other entries nothing",
    (entry) => {
      const { entry: entries, object } = webhook([change("1", { messages: [good] })]);
      const parsed = parseWebhook({ object, entry: [entry, ...entries, entry] });
      expect(parsed.messages.map(({ body }) => body)).toEqual(["good"]);
    },
  );

  it.each(["junk", { id: "wamid.1" }, 42, null])(
    "in a list that is none (%j) costs the other list nothing",
    (junk) => {
      const changes = [
        change("1", { messages: [good], statuses: junk, contacts: junk }),
        change("1", { messages: junk, statuses: [status("wamid.y", "read")] }),
      ];
      const parsed = parseWebhook(webhook(changes));
      expect([parsed.messages.length, parsed.receipts.length]).toEqual([1, 1]);
    },
  );

  it("in the contacts costs no message", () => {
    const contacts = [secret, { wa_id: 42, profile: secret }, { wa_id: customer, profile: { name: "Bia" } }];
    const parsed = parse({ messages: [good], contacts });
    expect(parsed.messages[0]).toMatchObject({ body: "good", profileName: "Bia" });
    expect(parsed.malformed).toEqual([]);
  });

  it("in fields beside the message costs only those fields", () => {
    const odd = { ...good, group_id: 42, context: "junk", referral: null };
    expect(parse({ messages: [odd] }).messages[0]).toMatchObject({ body: "good", asksForAnswer: true });
  });
});

describe("a message", () => {
  it("keeps its id, its time by Meta's clock and everything Meta wrote, known or not", () => {
    const id = newWamid();
    const message = { ...textMessage(customer, "Hi"), id, timestamp: "1767225600", brand_new: { deep: [1] } };
    expect(parse({ messages: [message] }).messages).toMatchObject([
      {
        phoneNumberId: "1",
        providerMessageId: id,
        phone: customer,
        userId: null,
        profileName: null,
        username: null,
        type: "text",
        body: "Hi",
        sentAt: new Date("2026-01-01T00:00:00Z"),
        asksForAnswer: true,
        payload: message,
      },
    ]);
  });

  it.each(["1230768000", "4102444799"])(
    "may be of the second %s, the first or last there is",
    (timestamp) => {
      const message = { ...textMessage(customer, "Hi"), timestamp };
      expect(parse({ messages: [message] }).messages[0]?.sentAt.getTime()).toBe(Number(timestamp) * 1_000);
    },
  );

  it("may have an id of 512 characters, the longest that fits into an index", () => {
    const ids = [512, 513].map((length) => "w".repeat(length));
    const parsed = parse({ messages: ids.map((id) => ({ ...textMessage(customer, "Hi"), id })) });
    expect(parsed.messages.map(({ providerMessageId }) => providerMessageId.length)).toEqual([512]);
    expect(parsed.malformed).toHaveLength(1);
  });

  it("of a type we do not know is kept as unsupported", () => {
    const message = { ...textMessage(customer, ""), type: "hologram", hologram: { depth: 3 } };
    expect(parse({ messages: [message] }).messages[0]).toMatchObject({
      type: "unsupported",
      body: null,
      asksForAnswer: false,
      payload: { hologram: { depth: 3 } },
    });
  });

  it("has nothing in it that the database cannot store", () => {
    const message = { ...textMessage(`5\u0000`, "a\u0000"), id: "wamid.\u0000", from_user_id: "BR.\u0000" };
    const contacts = [{ user_id: "BR.\u0000", profile: { name: "B\uD800", username: "b\u0000" } }];
    const [read] = parse({ messages: [message], contacts }).messages;
    expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud800/i);
    expect(read).toMatchObject({
      providerMessageId: "wamid.\uFFFD",
      profileName: "B\uFFFD",
      userId: "BR.\uFFFD",
    });
  });
});
