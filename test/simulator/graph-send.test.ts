import { beforeEach, describe, expect, it } from "vitest";
import { CUSTOMER, NUMBER, setStage } from "./stage";

const stage = setStage();

beforeEach(() => stage.openWindow());

const hook = (type: string, object: unknown) => ({ type, text: undefined, [type]: object });
const buttons = (count: number, title = "Yes") =>
  Array.from({ length: count }, (_, index) => ({
    type: "reply",
    reply: { id: `id${index}`, title: `${title}${index}` },
  }));
const buttonMessage = (list: unknown[], body = "choose") =>
  hook("interactive", { type: "button", body: { text: body }, action: { buttons: list } });
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ id: `r${from + index}`, title: `Row ${from + index}` }));
const listMessage = (sections: unknown[], button = "Open") =>
  hook("interactive", { type: "list", body: { text: "choose" }, action: { button, sections } });
const template = (name: string, code = "en_US", ...texts: string[]) =>
  hook("template", {
    name,
    language: { code },
    components: [{ type: "body", parameters: texts.map((text) => ({ type: "text", text })) }],
  });

const appointment = (name: string) =>
  hook("template", {
    name: "appointment",
    language: { code: "en_US" },
    components: [
      { type: "HEADER", parameters: [{ type: "text", text: "tomorrow" }] },
      {
        type: "BODY",
        parameters: [
          { type: "text", parameter_name: name, text: "Ana" },
          { type: "text", parameter_name: "day", text: "Monday" },
        ],
      },
      ...(name === "first_name"
        ? []
        : [{ type: "button", index: "1", parameters: [{ type: "text", text: "1" }] }]),
    ],
  });
const buttonless = appointment("first_name");
const misnamed = appointment("surname");

describe("an accepted send", () => {
  it("answers as Meta does, with a new wamid each time", async () => {
    const first = await stage.send({ to: `+${CUSTOMER}` });
    const second = await stage.send();
    expect(first).toEqual({
      status: 200,
      body: {
        messaging_product: "whatsapp",
        contacts: [{ input: `+${CUSTOMER}`, wa_id: CUSTOMER }],
        messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/]+=*$/) }],
      },
    });
    expect(second.body.messages[0].id).not.toBe(first.body.messages[0].id);
    const bytes = Buffer.from(first.body.messages[0].id.slice("wamid.".length), "base64");
    expect(bytes.toString("latin1")).toContain(CUSTOMER);
  });

  it("is in the ledger by wamid, opaque id and recipient, with its payload", async () => {
    const { body } = await stage.send({ biz_opaque_callback_data: "key-1" });
    const wamid = body.messages[0].id;
    for (const query of [{ wamid }, { opaque: "key-1" }, { recipient: CUSTOMER }]) {
      const [effect] = await stage.control.effects(query);
      expect(effect).toMatchObject({
        wamid,
        opaque: "key-1",
        customer: CUSTOMER,
        phoneNumberId: NUMBER,
        type: "text",
        text: "hello",
        isAnswerLost: false,
        isDeliverable: true,
        payload: { type: "text", biz_opaque_callback_data: "key-1" },
      });
    }
    expect(await stage.control.effects({ wamid, recipient: "5500000000" })).toEqual([]);
    expect(await stage.control.countOf("key-1")).toEqual({ attempted: 1, accepted: 1 });
  });

  it("twice with one opaque id is two effects: Meta has no idempotency key", async () => {
    await stage.send({ biz_opaque_callback_data: "key-1" });
    await stage.send({ biz_opaque_callback_data: "key-1" });
    await stage.send({ biz_opaque_callback_data: "key-2" });
    expect(await stage.control.countOf("key-1")).toEqual({ attempted: 2, accepted: 2 });
    expect(await stage.control.summary()).toMatchObject({
      accepted: 3,
      opaqueIds: 2,
      acceptedTwice: ["key-1"],
      calls: { "send:accepted": 3 },
      evicted: 0,
    });
  });

  it.each([
    ["4,096 code points of text, astral ones counted once", { text: { body: "👋".repeat(4096) } }],
    ["no type", { type: undefined }],
    ["512 opaque characters", { biz_opaque_callback_data: "x".repeat(512) }],
    ["a quoted message", { context: { message_id: "wamid.abc" } }],
    ["an image by link", hook("image", { link: "https://example.com/a.png", caption: "x".repeat(1024) })],
    ["a location", hook("location", { latitude: "-23.5", longitude: -46.6 })],
    ["contacts", hook("contacts", [{ name: { formatted_name: "Ana" } }])],
    ["a reaction", hook("reaction", { message_id: "wamid.abc", emoji: "👍" })],
    ["a reaction taken back", hook("reaction", { message_id: "wamid.abc", emoji: "" })],
    ["three buttons", buttonMessage(buttons(3))],
    [
      "ten rows in two sections",
      listMessage([
        { title: "A", rows: rows(5) },
        { title: "B", rows: rows(5, 5) },
      ]),
    ],
    [
      "a list body of 4,096, as Meta's list page allows",
      hook("interactive", {
        type: "list",
        body: { text: "x".repeat(4096) },
        action: { button: "Open", sections: [{ rows: rows(1) }] },
      }),
    ],
    ["a group as recipient", { to: "Y2FwaV9ncm91cDox", recipient_type: "group" }],
    ["a number with spaces and brackets", { to: "+55 (11) 98765-4321" }],
    ["a template with its parameters", template("order_update", "en_US", "#1", "paid")],
    ["a template without any", template("hello_world")],
  ])("may have %s", async (_, extra) => {
    expect(await stage.send(extra)).toMatchObject({ status: 200 });
  });

  it("tells a message status only for paced templates", async () => {
    const paced = await stage.send(template("spring_sale", "en_US", "20%"));
    expect(paced.body.messages[0].message_status).toBe("accepted");
    const plain = await stage.send(template("hello_world"));
    expect(plain.body.messages[0]).not.toHaveProperty("message_status");
  });
});

describe("a refused send", () => {
  const long = (length: number) => "x".repeat(length);
  it.each([
    ["no messaging_product", 100, { messaging_product: undefined }],
    ["another product", 100, { messaging_product: "telegram" }],
    ["no recipient", 100, { to: undefined }],
    ["a recipient that is no number", 131_009, { to: "ana" }],
    ["itself as recipient", 131_021, { to: "+1 555 078 3881" }],
    ["recipient_type business_scoped_user_id", 100, { recipient_type: "business_scoped_user_id" }],
    ["an unknown type", 100, { type: "hologram" }],
    ["no text object", 131_008, { text: undefined }],
    ["no body", 131_008, { text: {} }],
    ["an empty body", 100, { text: { body: "" } }],
    ["a body that is no string", 100, { text: { body: 5 } }],
    ["4,097 code points", 100, { text: { body: "👋".repeat(4097) } }],
    ["513 opaque characters", 100, { biz_opaque_callback_data: long(513) }],
    ["a context that is no wamid", 131_009, { context: { message_id: "5" } }],
    ["a caption of 1,025", 100, hook("image", { link: "https://a.b/c.png", caption: long(1025) })],
    ["media without id or link", 131_008, hook("image", {})],
    ["a link that is none", 131_009, hook("image", { link: "file:///etc/passwd" })],
    ["an unknown media id", 131_009, hook("image", { id: "1" })],
    ["a location off the map", 131_009, hook("location", { latitude: 91, longitude: 0 })],
    ["six contacts", 131_009, hook("contacts", Array(6).fill({ name: { formatted_name: "A" } }))],
    ["a reaction to nothing", 131_008, hook("reaction", { emoji: "👍" })],
    ["four buttons", 131_009, buttonMessage(buttons(4))],
    ["a button title of 21", 131_009, buttonMessage(buttons(1, long(20)))],
    ["two buttons alike", 131_009, buttonMessage([...buttons(1), ...buttons(1)])],
    ["a button body of 1,025", 131_009, buttonMessage(buttons(1), long(1025))],
    [
      "eleven rows",
      131_009,
      listMessage([
        { title: "A", rows: rows(6) },
        { title: "B", rows: rows(5, 6) },
      ]),
    ],
    [
      "two sections without title",
      131_009,
      listMessage([
        { title: "A", rows: rows(1) },
        { title: "", rows: rows(1, 1) },
      ]),
    ],
    ["a list button of 21", 131_009, listMessage([{ rows: rows(1) }], long(21))],
    ["an unknown interactive type", 100, hook("interactive", { type: "hologram" })],
    ["an unknown template", 132_001, template("nothing")],
    ["a template in another language", 132_001, template("hello_world", "de")],
    ["too few parameters", 132_000, template("order_update", "en_US", "#1")],
    ["an empty parameter", 132_018, template("order_update", "en_US", "#1", "")],
    ["a template that is not approved yet", 132_001, template("not_yet")],
    ["a template without the header it has", 132_012, template("receipt", "en_US", "#1")],
    ["a template without its button's parameter", 131_008, buttonless],
    ["a template with a name that it does not know", 132_018, misnamed],
    ["a paused template", 132_015, template("paused_offer")],
    ["a disabled template", 132_016, template("disabled_offer")],
  ])("with %s: code %i", async (_, code, extra) => {
    const status = code === 132_001 ? 404 : 400;
    const refused = await stage.send(extra);
    expect(refused).toMatchObject({
      status,
      body: {
        error: {
          message: expect.stringContaining(`(#${code})`),
          type: "OAuthException",
          code,
          error_data: { messaging_product: "whatsapp", details: expect.any(String) },
          fbtrace_id: expect.any(String),
        },
      },
    });
    expect(Object.keys(refused.body.error)).not.toContain("error_subcode");
    expect((await stage.control.summary()).accepted).toBe(0);
    expect(await stage.control.calls({ outcome: "refused" })).toMatchObject([{ code, status, kind: "send" }]);
  });

  it("with a body over the limit says the limit as Meta does", async () => {
    const { body } = await stage.send({ text: { body: long(4097) } });
    expect(body.error.message).toBe("(#100) Param text['body'] must be at most 4096 characters long.");
  });

  it.each([["not json"], ["[1]"], ["null"], [""]])("with the body %j: code 100", async (body) => {
    expect(await stage.post(body)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  });

  it("without or with a wrong token: 401 and code 190", async () => {
    for (const Authorization of ["", "Bearer wrong", "Basic x"]) {
      const refused = await stage.send({}, { headers: { Authorization } });
      expect(refused).toMatchObject({ status: 401, body: { error: { type: "OAuthException", code: 190 } } });
    }
    expect(await stage.control.summary()).toMatchObject({ accepted: 0, calls: { "send:refused": 3 } });
  });

  it("from an unknown number: code 100, unsupported post request", async () => {
    const body = JSON.stringify({ messaging_product: "whatsapp", to: CUSTOMER, text: { body: "x" } });
    const refused = await stage.graph("123/messages", { method: "POST", body });
    expect(refused.status).toBe(400);
    expect(refused.body.error.code).toBe(100);
    expect(refused.body.error.message).toMatch(/^Unsupported post request\. Object with ID '123'/);
  });
});

describe("read and typing", () => {
  const read = { messaging_product: "whatsapp", status: "read" };

  it("are accepted for a message that was received, and told as events", async () => {
    const { wamid } = await stage.control.text(CUSTOMER, "hello");
    const typing = { ...read, message_id: wamid, typing_indicator: { type: "text" } };
    expect(await stage.post({ ...read, message_id: wamid })).toEqual({
      status: 200,
      body: { success: true },
    });
    expect(await stage.post(typing)).toMatchObject({ status: 200 });
    const event = await stage.control.waitFor((one) => one.type === "read" && one.isTyping);
    expect(event).toMatchObject({ wamid, customer: CUSTOMER, phoneNumberId: NUMBER });
    expect((await stage.control.summary()).calls).toEqual({ "read:accepted": 1, "typing:accepted": 1 });
  });

  it.each([
    [{ message_id: "wamid.unknown" }, 131_009],
    [{}, 131_008],
    [{ message_id: "x", status: "seen" }, 100],
  ])("with %j are refused with %i", async (extra, code) => {
    expect((await stage.post({ ...read, ...extra })).body.error.code).toBe(code);
  });
});
