import { beforeEach, describe, expect, it } from "vitest";
import * as pause from "@/app/api/inbox/integrations/[id]/pause/route";
import * as resume from "@/app/api/inbox/integrations/[id]/resume/route";
import * as one from "@/app/api/inbox/integrations/[id]/route";
import * as subscribe from "@/app/api/inbox/integrations/[id]/subscribe/route";
import * as chosen from "@/app/api/inbox/integrations/[id]/templates/chosen/route";
import * as templates from "@/app/api/inbox/integrations/[id]/templates/route";
import * as sync from "@/app/api/inbox/integrations/[id]/templates/sync/route";
import * as token from "@/app/api/inbox/integrations/[id]/token/route";
import * as verify from "@/app/api/inbox/integrations/[id]/verify/route";
import * as check from "@/app/api/inbox/integrations/check/route";
import * as integrations from "@/app/api/inbox/integrations/route";
import { prisma } from "@/infra/database/prisma";
import { createIntegration } from "../../support/factories";
import { actAsAdminOf, askRoute, auditOf } from "../../support/operations";
import { ownDatabase } from "../../support/own-database";
import { ownSimulator } from "../../support/own-simulator";
import { setEnv } from "../../support/with-env";

ownDatabase();
const simulator = ownSimulator();
const { phoneNumberId } = simulator;

const TOKEN = "EAAtest-access-token";
const WABA = "102290129340398";

let organizationId: string;
beforeEach(async () => {
  setEnv({
    SESSION_SECRET: "a-session-secret-for-this-test",
    WHATSAPP_APP_SECRET: "simulator-app-secret",
    WHATSAPP_ACCESS_TOKEN: undefined,
    APP_URL: "https://inbox.example",
  });
  await prisma().organization.deleteMany();
  await simulator.meta.reset({ isSettingsToo: true });
  ({ id: organizationId } = await prisma().organization.create({ data: { name: "Shop", slug: "shop" } }));
  await actAsAdminOf(organizationId);
});

const list = async () => (await askRoute(integrations.GET)).body.integrations;
const post = (route: typeof verify.POST, id: string, json: unknown = {}) =>
  askRoute(route, { params: { id }, json });
const add = () => askRoute(integrations.POST, { json: { phoneNumberId, accessToken: TOKEN, name: "Sales" } });
const stored = () => prisma().integration.findUniqueOrThrow({ where: { phoneNumberId } });

describe("setting up a number", () => {
  it("goes step by step: the token is tried, the number added, verified, and its webhooks subscribed", async () => {
    const tried = await askRoute(check.POST, { json: { phoneNumberId, accessToken: TOKEN } });
    expect(tried.body).toMatchObject({ isKnown: false, displayPhoneNumber: expect.any(String) });
    expect(tried.body.checks.map(({ status }: { status: string }) => status)).not.toContain("fail");
    expect(await list()).toEqual([]);
    const { body } = await add();
    expect(await list()).toMatchObject([{ id: body.id, name: "Sales", token: "stored", status: "ACTIVE" }]);
    const verified = await post(verify.POST, body.id);
    expect(verified.body.checks).toContainEqual(
      expect.objectContaining({ name: "webhooks", status: "pass" }),
    );
    expect((await post(subscribe.POST, body.id)).status).toBe(200);
    expect(await list()).toMatchObject([{ wabaId: WABA, qualityRating: "GREEN" }]);
    expect((await auditOf(organizationId)).map(({ action }) => action)).toEqual([
      "integration_added",
      "integration_subscribed",
    ]);
  });

  it("tells what is wrong with a token in words, and never the token", async () => {
    const tried = await askRoute(check.POST, { json: { phoneNumberId, accessToken: "EAAsomething-else" } });
    expect(tried.body.checks).toMatchObject([{ name: "access token", status: "fail" }]);
    await add();
    const answers = [
      tried.body,
      await list(),
      (await post(verify.POST, (await stored()).id)).body,
      await auditOf(organizationId),
    ];
    expect(JSON.stringify(answers)).not.toMatch(/EAA/);
    expect((await stored()).accessTokenEncrypted).not.toContain(TOKEN);
  });

  it("refuses a number that anybody has, and what is no id of Meta's", async () => {
    await createIntegration({ phoneNumberId });
    expect(await add()).toMatchObject({ status: 409, body: { error: { code: "CONFLICT" } } });
    expect(
      await askRoute(integrations.POST, { json: { phoneNumberId: "+1 555", accessToken: TOKEN, name: "x" } }),
    ).toMatchObject({ status: 400 });
    setEnv({ SESSION_SECRET: undefined });
    await prisma().integration.deleteMany();
    expect(await add()).toMatchObject({
      status: 503,
      body: { error: { message: expect.stringContaining("SESSION_SECRET") } },
    });
  });
});

describe("a number", () => {
  it("gets another token only when Meta takes it", async () => {
    const { id } = (await add()).body;
    const before = (await stored()).accessTokenEncrypted;
    const refused = await post(token.POST, id, { accessToken: "EAAsomething-else" });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/not stored/) } },
    });
    expect(refused.body.error.message).not.toMatch(/npm run|EAA/);
    expect((await stored()).accessTokenEncrypted).toBe(before);
    expect((await post(token.POST, id, { accessToken: TOKEN })).status).toBe(200);
    expect((await stored()).accessTokenEncrypted).not.toBe(before);
  });

  it("is paused and resumed, and each is told once in the audit", async () => {
    const { id } = (await add()).body;
    await post(pause.POST, id);
    await post(pause.POST, id);
    expect(await list()).toMatchObject([{ status: "DISABLED" }]);
    await prisma().integration.updateMany({
      data: { status: "STOPPED", stoppedAt: new Date(), stoppedCode: "190" },
    });
    await post(resume.POST, id);
    expect(await list()).toMatchObject([{ status: "ACTIVE", stoppedCode: null }]);
    expect((await auditOf(organizationId)).map(({ action }) => action)).toEqual([
      "integration_added",
      "integration_paused",
      "integration_resumed",
    ]);
  });

  it("has its name, rate and hours changed; what is left out stays, and a wrong time changes nothing", async () => {
    const { id } = (await add()).body;
    const change = (json: object) => askRoute(one.PATCH, { method: "PATCH", params: { id }, json });
    const hours = { mon: [["09:00", "18:00"]] };
    await change({
      timeZone: "America/Sao_Paulo",
      quietHours: { from: "22:00", to: "07:00" },
      businessHours: hours,
    });
    await change({ name: "Support", sendsPerSecond: 20, quietHours: null });
    expect(await list()).toMatchObject([
      {
        name: "Support",
        sendsPerSecond: 20,
        timeZone: "America/Sao_Paulo",
        quietHours: null,
        businessHours: hours,
      },
    ]);
    expect(await change({ timeZone: "Mars", name: "Mars" })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining("timeZone") } },
    });
    expect(await list()).toMatchObject([{ name: "Support" }]);
  });

  it("has its templates read from Meta, one chosen for what goes out late, and dropped again", async () => {
    const { id } = (await add()).body;
    expect((await post(sync.POST, id)).body).toMatchObject({ error: { code: "NOT_CONFIGURED" } });
    await post(verify.POST, id);
    const { listed } = (await post(sync.POST, id)).body;
    expect(listed).toBeGreaterThan(0);
    const { templates: found } = (await askRoute(templates.GET, { params: { id } })).body;
    const usable = found.find(
      (each: { status: string; places: string[]; header: string | null }) =>
        each.status === "APPROVED" && each.header === null,
    );
    const { name, language, places } = usable;
    const choose = (parameters: object) =>
      askRoute(chosen.PUT, {
        method: "PUT",
        params: { id },
        json: { purpose: "reply", name, language, parameters },
      });
    const body = places.map(() => "{{customer_name|there}}");
    expect(await choose({ body: [...body, "one too many"] })).toMatchObject({ status: 400 });
    expect(await choose({ body })).toMatchObject({ status: 200, body: { preview: expect.any(String) } });
    const after = (await askRoute(templates.GET, { params: { id } })).body;
    expect(after.chosen).toMatchObject([{ purpose: "reply", name, problem: null }]);
    const drop = { method: "DELETE", params: { id }, query: { purpose: "reply" } };
    expect(await askRoute(chosen.DELETE, drop)).toMatchObject({ status: 200 });
    expect((await askRoute(templates.GET, { params: { id } })).body.chosen).toEqual([]);
  });

  it("of another organization is not there for anything", async () => {
    const other = await createIntegration();
    expect(await list()).toEqual([]);
    const asked: Promise<{ status: number }>[] = [
      ...[verify, subscribe, pause, resume, sync].map((route) => post(route.POST, other.id)),
      post(token.POST, other.id, { accessToken: TOKEN }),
      askRoute(one.PATCH, { method: "PATCH", params: { id: other.id }, json: { name: "Mine" } }),
      askRoute(templates.GET, { params: { id: other.id } }),
      askRoute(chosen.DELETE, { method: "DELETE", params: { id: other.id }, query: { purpose: "reply" } }),
    ];
    for (const { status } of await Promise.all(asked)) expect(status).toBe(404);
    expect(await prisma().integration.findUnique({ where: { id: other.id } })).toMatchObject({
      name: "Test number",
      status: "ACTIVE",
    });
  });
});
