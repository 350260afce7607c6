import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import { normalizeWebhook, verifySignature } from "@kapso/whatsapp-cloud-api/server";
import { beforeEach, describe, expect, it } from "vitest";
import { CUSTOMER, NUMBER, SECRET, setStage, TOKEN } from "./stage";

// What somebody else has written after Meta's documentation must get on with this simulator as with Meta: where it is
// refused, the simulator is wrong, and so is every test of ours that believes it.

const stage = setStage();
const WABA = "102290129340398";
const USER_ID = "US.13491208655302741918";

let client: WhatsAppClient;
beforeEach(async () => {
  client = new WhatsAppClient({ accessToken: TOKEN, baseUrl: stage.simulator.url, graphVersion: "v25.0" });
  await stage.openWindow();
});

const to = { phoneNumberId: NUMBER, to: `+${CUSTOMER}` };
const bodyText = "Please choose";
const link = (name: string) => `https://example.com/${name}`;
const upload = async (type: string, bytes = "bytes") =>
  (
    await client.media.upload({
      phoneNumberId: NUMBER,
      type,
      file: new Blob([bytes], { type }),
      fileName: "file",
    })
  ).id;

type Send = () => Promise<{ messages: { id: string }[] }>;
const sends: Record<string, Send> = {
  text: () => client.messages.sendText({ ...to, body: "hello", previewUrl: true }),
  "text that answers another": () =>
    client.messages.sendText({ ...to, body: "hello", contextMessageId: "wamid.abc" }),
  "text to a number as people write it": () =>
    client.messages.sendText({ ...to, to: "+55 (11) 98765-4321", body: "hello" }),
  "text to a group": () =>
    client.messages.sendText({ ...to, to: "Y2FwaV9ncm91cDox", recipientType: "group", body: "hello" }),
  "image by link": () =>
    client.messages.sendImage({ ...to, image: { link: link("a.jpg"), caption: "look" } }),
  "image by id": async () =>
    client.messages.sendImage({ ...to, image: { id: await upload("image/jpeg"), caption: "look" } }),
  "voice note": async () =>
    client.messages.sendAudio({ ...to, audio: { id: await upload("audio/ogg; codecs=opus"), voice: true } }),
  audio: () => client.messages.sendAudio({ ...to, audio: { link: link("a.mp3") } }),
  video: () => client.messages.sendVideo({ ...to, video: { link: link("a.mp4"), caption: "look" } }),
  document: async () =>
    client.messages.sendDocument({
      ...to,
      document: { id: await upload("application/pdf"), filename: "invoice.pdf", caption: "your invoice" },
    }),
  sticker: async () => client.messages.sendSticker({ ...to, sticker: { id: await upload("image/webp") } }),
  location: () =>
    client.messages.sendLocation({
      ...to,
      location: { latitude: -23.56, longitude: -46.65, name: "MASP", address: "Av. Paulista" },
    }),
  contacts: () =>
    client.messages.sendContacts({
      ...to,
      contacts: [
        {
          name: { formattedName: "Ana Souza", firstName: "Ana" },
          phones: [{ phone: "+5511987654321", type: "CELL", waId: CUSTOMER }],
          emails: [{ email: "ana@example.com", type: "WORK" }],
          birthday: "1990-01-01",
        },
      ],
    }),
  reaction: () => client.messages.sendReaction({ ...to, reaction: { messageId: "wamid.abc", emoji: "👍" } }),
  "template with positions": () =>
    client.messages.sendTemplate({
      ...to,
      template: {
        name: "order_update",
        language: { code: "en_US", policy: "deterministic" },
        components: [
          {
            type: "body",
            parameters: [
              { type: "text", text: "#1" },
              { type: "text", text: "paid" },
            ],
          },
        ],
      },
    }),
  "template with names, a header and a button": () =>
    client.messages.sendTemplate({
      ...to,
      template: {
        name: "appointment",
        language: { code: "en_US" },
        components: [
          { type: "header", parameters: [{ type: "text", text: "tomorrow" }] },
          {
            type: "body",
            parameters: [
              { type: "text", parameterName: "day", text: "Monday" },
              { type: "text", parameterName: "first_name", text: "Ana" },
            ],
          },
          { type: "button", subType: "url", index: 1, parameters: [{ type: "text", text: "42" }] },
        ],
      },
    }),
  "reply buttons under an image": () =>
    client.messages.sendInteractiveButtons({
      ...to,
      bodyText,
      footerText: "footer",
      header: { type: "image", image: { link: link("a.jpg") } },
      buttons: [
        { id: "yes", title: "Yes" },
        { id: "no", title: "No" },
      ],
    }),
  "a list with a long body": () =>
    client.messages.sendInteractiveList({
      ...to,
      bodyText: "x".repeat(1024),
      header: { type: "text", text: "Times" },
      buttonText: "Open",
      sections: [{ title: "Morning", rows: [{ id: "9", title: "9:00", description: "with Ana" }] }],
    }),
  "a link button": () =>
    client.messages.sendInteractiveCtaUrl({
      ...to,
      bodyText,
      parameters: { displayText: "Open", url: link("shop") },
    }),
  "a flow": () =>
    client.messages.sendInteractiveFlow({
      ...to,
      bodyText,
      parameters: { flowId: "1", flowCta: "Book", flowMessageVersion: "3", flowToken: "t" },
    }),
  "a location request": () =>
    client.messages.sendInteractiveLocationRequest({
      ...to,
      bodyText,
      parameters: { requestMessage: "Where are you?" },
    }),
  "a contact request": () =>
    client.messages.sendInteractiveRaw({
      ...to,
      interactive: {
        type: "request_contact_info",
        body: { text: bodyText },
        action: { name: "request_contact_info" },
      },
    }),
  "a product": () =>
    client.messages.sendInteractiveProduct({
      ...to,
      bodyText,
      catalogId: "1",
      productRetailerId: "sku-1",
    }),
  "a catalogue": () => client.messages.sendInteractiveCatalogMessage({ ...to, bodyText, parameters: {} }),
  "an address form": () =>
    client.messages.sendInteractiveAddress({ ...to, bodyText, parameters: { country: "IN" } }),
};

describe("a third party's client", () => {
  it.each(Object.keys(sends))("can send %s", async (kind) => {
    const answer = await sends[kind]?.();
    const wamid = answer?.messages[0]?.id ?? "";
    expect(wamid).toMatch(/^wamid\./);
    expect(await stage.control.effects({ wamid })).toHaveLength(1);
  });

  it("can write to somebody known by user id alone, also by the parent's", async () => {
    for (const recipient of [USER_ID, "US.ENT.13491208655302741918"]) {
      await stage.control.setCustomer({ userId: recipient, username: "ana", lastMessageAt: Date.now() });
      const answer = await client.messages.sendText({ phoneNumberId: NUMBER, recipient, body: "hello" });
      const [effect] = await stage.control.effects({ wamid: answer.messages[0]?.id });
      expect(effect?.recipient).toMatchObject({ userId: recipient, isAddressedByUserId: true });
    }
  });

  it("fills in a template's parameters by their names", async () => {
    const answer = await sends["template with names, a header and a button"]?.();
    const [effect] = await stage.control.effects({ wamid: answer?.messages[0]?.id });
    expect(effect?.text).toBe("Hello Ana, we see you on Monday.");
  });

  it("uploads media, looks it up, fetches it byte for byte and deletes it", async () => {
    const mediaId = await upload("image/png", "four");
    const description = await client.media.get({ mediaId, phoneNumberId: NUMBER });
    expect(Number(description.fileSize)).toBe(4);
    const bytes = (await client.media.download({ mediaId, auth: "always" })) as ArrayBuffer;
    expect(Buffer.from(bytes).toString()).toBe("four");
    expect(await client.media.delete({ mediaId })).toMatchObject({ success: true });
    await expect(client.media.get({ mediaId })).rejects.toThrow();
  });

  it("fetches what a customer has sent by the id in the webhook", async () => {
    await stage.control.trigger("message.voice", [{ from: CUSTOMER }]);
    const mediaId = stage.receiver.messages[0].audio.id;
    const bytes = (await client.media.download({ mediaId, auth: "always" })) as ArrayBuffer;
    expect(Buffer.from(bytes).subarray(0, 4).toString()).toBe("OggS");
  });

  it("marks as read and shows typing", async () => {
    const { wamid } = await stage.control.text(CUSTOMER, "hello");
    const typingIndicator = { type: "text" as const };
    for (const extra of [{}, { typingIndicator }]) {
      const done = await client.messages.markRead({ phoneNumberId: NUMBER, messageId: wamid, ...extra });
      expect(done).toMatchObject({ success: true });
    }
    expect((await stage.control.calls({ wamid })).map(({ kind }) => kind)).toEqual(["read", "typing"]);
  });

  it("lists the templates page by page", async () => {
    const names: string[] = [];
    let after: string | undefined;
    do {
      const page = await client.templates.list({ businessAccountId: WABA, limit: 4, after });
      names.push(...page.data.map(({ name }) => name));
      after = page.paging?.next ? (page.paging.cursors?.after ?? undefined) : undefined;
    } while (after);
    expect(names).toContain("appointment");
    expect(names.length).toBeGreaterThan(8);
    expect(await client.templates.list({ businessAccountId: WABA, name: "appointment" })).toMatchObject({
      data: [{ name: "appointment", parameterFormat: "NAMED", status: "APPROVED" }],
    });
  });

  it("understands a refusal as Meta's", async () => {
    const refused = client.messages.sendText({ ...to, body: "x".repeat(4097) });
    await expect(refused).rejects.toMatchObject({ message: expect.stringMatching(/4096|#?100/) });
  });
});

describe("its webhook helper", () => {
  it("takes the simulator's signature over the exact bytes, and no other", async () => {
    await stage.control.text(CUSTOMER, "olá, ça va? @ 50% / 👋");
    await stage.control.idle();
    const [{ raw, headers } = { raw: Buffer.alloc(0), headers: {} as Record<string, string> }] =
      stage.receiver.received;
    const signatureHeader = String(headers["x-hub-signature-256"]);
    const verify = (bytes: Buffer, appSecret: string, signature?: string) =>
      verifySignature({ appSecret, rawBody: bytes, signatureHeader: signature });
    expect(verify(raw, SECRET, signatureHeader)).toBe(true);
    expect(verify(raw, "another secret", signatureHeader)).toBe(false);
    expect(verify(Buffer.from(JSON.stringify(JSON.parse(raw.toString()))), SECRET, signatureHeader)).toBe(
      false,
    );
    expect(verify(raw, SECRET, undefined)).toBe(false);
  });

  it("reads messages and statuses out of the simulator's webhooks", async () => {
    await stage.control.trigger("message.button_reply", [{ from: CUSTOMER }]);
    await stage.control.trigger("status.delivered", [{ from: CUSTOMER, quote: "wamid.abc" }]);
    const [button, status] = stage.receiver.bodies.map((body) => normalizeWebhook(body));
    expect(button?.messages).toMatchObject([{ from: CUSTOMER, type: "interactive" }]);
    expect(status?.statuses).toMatchObject([{ id: "wamid.abc", status: "delivered" }]);
  });
});
