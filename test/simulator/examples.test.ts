import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";
import { parseBuffer } from "music-metadata";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/simulator/examples/catalogue";
import { CUSTOMER, setStage, TOKEN } from "./stage";

const stage = setStage();
const USER_ID = "BR.13491208655302741918";

const identities = {
  "phone only": { from: CUSTOMER, omitUserId: true },
  "id only": { userId: USER_ID, username: "ana" },
  both: { from: CUSTOMER, userId: USER_ID },
};

const names = catalogue.map(({ name }) => name);
const trigger = (name: string, identity: keyof typeof identities = "both", more: object = {}) =>
  stage.control.trigger(name, [{ ...identities[identity], ...more }]);
const changes = () => stage.receiver.bodies.flatMap(({ entry }) => entry).flatMap((one) => one.changes);

describe.each(Object.keys(identities) as (keyof typeof identities)[])(
  "for a customer with %s",
  (identity) => {
    it("every example is a webhook of Meta's shape that tells no more than it may", async () => {
      for (const name of names) {
        stage.receiver.received.length = 0;
        expect(await trigger(name, identity), name).toMatchObject([{ statuses: [200] }]);
        const [body] = stage.receiver.bodies;
        expect(body, name).toMatchObject({
          object: "whatsapp_business_account",
          entry: [{ id: expect.any(String), changes: [{ field: expect.any(String) }] }],
        });
        const text = stage.receiver.received[0]?.raw.toString() ?? "";
        if (identity === "id only" && name !== "message.contacts" && !name.includes("contact_request")) {
          expect(body.entry[0].changes[0].value.messages?.[0]?.from, name).toBeUndefined();
          expect(text.match(/"(from|wa_id|to|recipient_id)":"55\d+"/), name).toBeNull();
        }
        if (identity === "phone only" && !name.endsWith("user_changed_user_id"))
          expect(text.match(/"\w*user_id":/), name).toBeNull();
      }
    });
  },
);

it("every name is there once, begins as its field does, and has a line about it", () => {
  expect(new Set(names).size).toBe(names.length);
  for (const { name, summary, ...example } of catalogue) {
    expect(summary.length, name).toBeGreaterThan(5);
    if (example.kind === "message") expect(name).toMatch(/^message\./);
    else if (!example.hasMetadata) expect(name.split(".")[0]).toBe(example.field);
  }
});

it("has every inbound type of Meta's reference", () => {
  const types = [
    ...[
      "text",
      "image",
      "video",
      "audio",
      "voice",
      "document",
      "sticker",
      "location",
      "contacts",
      "interactive",
    ],
    ...["button", "reaction", "order", "system", "request_welcome", "unsupported", "edit", "revoke"],
  ];
  const facts = { choices: {}, sender: { name: "Ana" }, timestamp: "0" };
  const number = { phoneNumberId: "1", displayPhoneNumber: "15550783881", wabaId: "2" };
  const shapes = catalogue.flatMap((one) =>
    one.kind === "message" ? [one.shape({ ...facts, number })] : [],
  );
  expect(types.filter((type) => !shapes.some((shape) => shape.type === type))).toEqual([]);
});

it("choices change the example: text, emoji, the quoted message, the time and the id", async () => {
  const quote = "wamid.quoted";
  await trigger("message.reaction", "both", {
    emoji: "❤️",
    quote,
    wamid: "wamid.r",
    timestamp: 1_700_000_000,
  });
  await trigger("message.image", "both", { text: "look" });
  await trigger("smb_message_echoes.text", "both", { text: "from the phone" });
  const [reaction, image] = stage.receiver.messages;
  expect(reaction).toMatchObject({
    id: "wamid.r",
    timestamp: "1700000000",
    reaction: { message_id: quote, emoji: "❤️" },
  });
  expect(image.image.caption).toBe("look");
  const echo = changes().find(({ field }) => field === "smb_message_echoes").value.message_echoes[0];
  expect(echo).toMatchObject({ from: "15550783881", to: CUSTOMER, text: { body: "from the phone" } });
});

it("what concerns an account names no number in its metadata, what concerns a number does", async () => {
  await trigger("account_update.restriction");
  await trigger("user_preferences.stop");
  const [account, preferences] = changes();
  expect(account.value).not.toHaveProperty("metadata");
  expect(preferences.value).toMatchObject({ metadata: { phone_number_id: "106540352242922" } });
});

it("a changed number and a changed id are the same customer afterwards", async () => {
  await trigger("message.system.user_changed_number");
  const { system } = stage.receiver.messages[0];
  expect(system.previous_user_id).toBe(USER_ID);
  await stage.control.text(system.wa_id, "it is me");
  await stage.control.idle();
  expect(stage.receiver.messages[1].from_user_id).toBe(system.user_id);
  await stage.control.trigger("message.system.user_changed_user_id", [{ userId: system.user_id }]);
  const again = stage.receiver.messages[2];
  expect(again).not.toHaveProperty("from");
  expect(await stage.control.customers()).toMatchObject([
    { userId: again.system.user_id, waId: system.wa_id },
  ]);
});

describe("its media", () => {
  async function fetched(name: string, type: string) {
    await trigger(name);
    const reference = stage.receiver.messages[0][type];
    const { body } = await stage.graph(reference.id);
    const file = await fetch(body.url, { headers: { Authorization: `Bearer ${TOKEN}` } });
    return { reference, description: body, bytes: Buffer.from(await file.arrayBuffer()) };
  }

  it.each([
    ["message.image", "image"],
    ["message.video", "video"],
    ["message.audio", "audio"],
    ["message.voice", "audio"],
    ["message.document", "document"],
    ["message.sticker", "sticker"],
  ] as const)("of %s can be downloaded, and are what their bytes say", async (name, type) => {
    const { reference, description, bytes } = await fetched(name, type);
    expect((await fileTypeFromBuffer(bytes))?.mime).toBe(reference.mime_type);
    expect(createHash("sha256").update(bytes).digest("base64")).toBe(reference.sha256);
    expect(description).toMatchObject({ mime_type: reference.mime_type, file_size: bytes.length });
  });

  it("is a voice note of exactly twelve seconds", async () => {
    const { reference, bytes } = await fetched("message.voice", "audio");
    expect(reference.voice).toBe(true);
    const { format } = await parseBuffer(bytes, reference.mime_type, { duration: true });
    expect(format).toMatchObject({ codec: "Opus", duration: 12, numberOfChannels: 1 });
  });
});

describe("several at once", () => {
  const requests = [
    { from: CUSTOMER, text: "one" },
    { from: CUSTOMER, text: "two" },
  ];
  it("are a webhook each, or one for all", async () => {
    expect(await stage.control.trigger("message.text", requests)).toHaveLength(2);
    expect(stage.receiver.received).toHaveLength(2);
    const together = await stage.control.trigger("account_alerts", requests, { grouping: "together" });
    expect(together).toHaveLength(1);
    expect(changes().filter(({ field }) => field === "account_alerts")).toHaveLength(2);
  });

  it("copies are the same bytes again", async () => {
    const [webhook] = await stage.control.trigger("message.text", [{ from: CUSTOMER }], { copies: 4 });
    expect(webhook?.statuses).toEqual([200, 200, 200, 200]);
    expect(new Set(stage.receiver.received.map(({ raw }) => raw.toString())).size).toBe(1);
  });
});

it("an unknown name is refused with the names it is like", async () => {
  await expect(trigger("message.imge")).rejects.toThrow(/did you mean message\.image/);
  await expect(trigger("voice")).rejects.toThrow(/message\.voice/);
});
