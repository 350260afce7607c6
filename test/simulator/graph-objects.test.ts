import { describe, expect, it } from "vitest";
import { NUMBER, SECRET, setStage, TOKEN } from "./stage";

const stage = setStage();
const WABA = "102290129340398";
const get = (path: string, token = TOKEN) =>
  stage.graph(path, { headers: { Authorization: `Bearer ${token}` } });

describe("a business number", () => {
  it("tells what it is asked, always its id, and refuses a field it does not have", async () => {
    const usual = await get(NUMBER);
    expect(usual.body).toMatchObject({ id: NUMBER, display_phone_number: "+15550783881" });
    const asked = await get(`${NUMBER}?fields=quality_rating,status,name_status`);
    expect(asked.body).toEqual({
      id: NUMBER,
      quality_rating: "GREEN",
      status: "CONNECTED",
      name_status: "APPROVED",
    });
    expect((await get(`${NUMBER}?fields=shoe_size`)).body.error.code).toBe(100);
    expect((await get("123?fields=id")).body.error.code).toBe(100);
  });

  it("is told as the settings have it, at once", async () => {
    const number = { phoneNumberId: NUMBER, displayPhoneNumber: "15550783881", wabaId: WABA };
    const businessNumbers = [{ ...number, qualityRating: "RED" as const, status: "BANNED" }];
    await stage.control.configure({ businessNumbers });
    expect((await get(`${NUMBER}?fields=quality_rating,status`)).body).toMatchObject({
      quality_rating: "RED",
      status: "BANNED",
    });
  });
});

describe("a business account", () => {
  it("lists its numbers and the apps that get its webhooks, and takes a subscription once", async () => {
    const { body } = await get(`${WABA}/phone_numbers`);
    expect(body.data).toMatchObject([{ id: NUMBER }]);
    await stage.control.configure({ subscribedApps: [{ id: "1", name: "Somebody else's" }] });
    for (let times = 0; times < 2; times += 1) {
      const done = await stage.graph(`${WABA}/subscribed_apps`, { method: "POST" });
      expect(done.body).toEqual({ success: true });
    }
    const apps = (await get(`${WABA}/subscribed_apps`)).body.data;
    const idOf = (one: { whatsapp_business_api_data: { id: string } }) => one.whatsapp_business_api_data.id;
    expect(apps.map(idOf)).toEqual(["1", "670843887433847"]);
  });

  it("lists templates by name, status and page, forwards and backwards", async () => {
    const first = (await get(`${WABA}/message_templates?limit=3`)).body;
    const second = (await get(`${WABA}/message_templates?limit=3&after=${first.paging.cursors.after}`)).body;
    const names = (body: { data: { id: string }[] }) => body.data.map(({ id }) => id);
    expect(first.paging).not.toHaveProperty("previous");
    expect(new Set([...names(first), ...names(second)]).size).toBe(6);
    const back = await get(`${WABA}/message_templates?limit=3&before=${second.paging.cursors.before}`);
    expect(names(back.body)).toEqual(names(first));
    const paused = (await get(`${WABA}/message_templates?status=["PAUSED"]&fields=name,status`)).body;
    expect(paused.data).toMatchObject([{ name: "paused_offer", status: "PAUSED" }]);
    expect(paused.paging).not.toHaveProperty("next");
    const [one] = (await get(`${WABA}/message_templates?name=appointment`)).body.data;
    expect(one).toMatchObject({
      parameter_format: "NAMED",
      components: [
        { type: "HEADER", format: "TEXT" },
        { type: "BODY" },
        { type: "FOOTER" },
        { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY" }, { type: "URL" }] },
      ],
    });
    expect((await get(`${WABA}/message_templates?after=nonsense`)).body.error.code).toBe(100);
  });

  it("has the templates that the control API adds", async () => {
    await stage.control.addTemplate({
      name: "mine",
      language: "pt_BR",
      body: "Oi {{1}}",
      status: "rejected",
    });
    const { body } = await get(`${WABA}/message_templates?name=mine&fields=status,rejected_reason`);
    expect(body.data).toMatchObject([{ status: "REJECTED", rejected_reason: "INCORRECT_CATEGORY" }]);
  });
});

describe("a token", () => {
  it("is told with its app, its end, its permissions and its accounts", async () => {
    await stage.control.configure({ token: { expiresAt: 1_900_000_000 } });
    const { body } = await get(`debug_token?input_token=${TOKEN}`);
    expect(body.data).toMatchObject({
      app_id: "670843887433847",
      is_valid: true,
      expires_at: 1_900_000_000,
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
      granular_scopes: [{ scope: "whatsapp_business_management", target_ids: [WABA] }, {}],
    });
    expect((await get("app?fields=id,name")).body).toEqual({ id: body.data.app_id, name: "Simulated App" });
  });

  it("that is unknown is not valid; asking with it is refused, asking with the app's own is not", async () => {
    const unknown = await get("debug_token?input_token=EAAwrong");
    expect(unknown.body.data).toMatchObject({ is_valid: false, error: { code: 190 } });
    expect((await get("debug_token?input_token=EAAwrong", "EAAwrong")).status).toBe(401);
    const appToken = `670843887433847|${SECRET}`;
    const asked = await get(`debug_token?input_token=${TOKEN}`, appToken);
    expect(asked.body.data.is_valid).toBe(true);
    expect((await get(NUMBER, appToken)).status).toBe(401);
    const app = "670843887433847";
    expect((await get(`${app}/subscriptions`)).status).toBe(401);
    expect((await get(`${app}/subscriptions`, appToken)).body.data).toMatchObject([
      { object: "whatsapp_business_account", fields: [{ name: "messages" }, {}, {}, {}, {}, {}, {}] },
    ]);
  });
});

it("every such call is counted, and a fault rule can hit it", async () => {
  const action = { type: "http-error", status: 502 } as const;
  await stage.control.addFault({ target: "object", action, match: { textContains: "message_templates" } });
  expect((await get(`${WABA}/message_templates`)).status).toBe(502);
  expect((await get(NUMBER)).status).toBe(200);
  expect(await stage.control.calls({ kind: "object" })).toMatchObject([
    { type: "GET message_templates", outcome: "http-error", status: 502 },
    { type: "GET", outcome: "accepted", phoneNumberId: NUMBER },
  ]);
});
