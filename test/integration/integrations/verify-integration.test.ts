import { beforeEach, describe, expect, it } from "vitest";
import {
  addIntegration,
  changeIntegration,
  listIntegrations,
  rotateAccessToken,
  subscribeIntegration,
  verifyIntegration,
} from "@/domain/integrations";
import { prisma } from "@/infra/database/prisma";
import type { SimulatorOptions } from "@/simulator";
import { createIntegration } from "../../support/factories";
import { ownDatabase } from "../../support/own-database";
import { ownSimulator } from "../../support/own-simulator";
import { setEnv } from "../../support/with-env";

ownDatabase();
const simulator = ownSimulator();
const { phoneNumberId } = simulator;

const WABA = "102290129340398";
const TOKEN = "EAAtest-access-token";
const number = { phoneNumberId, displayPhoneNumber: "15550783881", wabaId: WABA };

beforeEach(async () => {
  setEnv({ SESSION_SECRET: "a-session-secret-for-this-test", WHATSAPP_APP_SECRET: "simulator-app-secret" });
  await prisma().organization.deleteMany();
  await createIntegration({ phoneNumberId });
  const { meta } = simulator;
  await meta.reset({ isSettingsToo: true });
});

const metaHas = (settings: SimulatorOptions) => simulator.meta.configure(settings);
const stored = () => prisma().integration.findUniqueOrThrow({ where: { phoneNumberId } });

/** The checks that do not hold, and what is to be done about them. */
async function against(): Promise<Record<string, string>> {
  const checks = await verifyIntegration(phoneNumberId);
  const wrong = checks.filter(({ status }) => status !== "pass");
  return Object.fromEntries(
    wrong.map(({ name, status, detail, mend }) => [name, `${status}: ${detail} -> ${mend}`]),
  );
}

describe("a number that works", () => {
  it("holds in every point, and what Meta tells of it is stored", async () => {
    expect(await against()).toEqual({});
    expect(await stored()).toMatchObject({
      wabaId: WABA,
      displayPhoneNumber: "15550783881",
      qualityRating: "GREEN",
    });
    expect((await verifyIntegration(phoneNumberId)).map(({ name }) => name)).toEqual([
      "access token",
      "permissions",
      "number",
      "display number",
      "quality",
      "webhook fields",
      "account",
      "webhooks",
    ]);
  });

  it("finds its account among several, and a display number with or without the ninth digit is the same", async () => {
    const other = { phoneNumberId: "77777777", displayPhoneNumber: "15550000001", wabaId: "999999" };
    await metaHas({ businessNumbers: [other, { ...number, displayPhoneNumber: "551187654321" }] });
    await changeIntegration(phoneNumberId, { displayPhoneNumber: "+55 (11) 98765-4321" });
    expect(await against()).toEqual({});
    expect(await stored()).toMatchObject({ wabaId: WABA, displayPhoneNumber: "5511987654321" });
  });
});

describe("what does not hold is named, with what to do", () => {
  const inDays = (days: number) => Math.floor(Date.now() / 1000) + days * 86_400;

  it("a token that Meta refuses, that is not valid any more, or that ends soon", async () => {
    setEnv({ WHATSAPP_ACCESS_TOKEN: "EAAsomething-else" });
    expect(await against()).toEqual({
      "access token": expect.stringMatching(/^fail: .*190.*Generate token.*integrations -- rotate/),
    });
    setEnv({ WHATSAPP_ACCESS_TOKEN: TOKEN });
    await metaHas({ token: { isValid: false } });
    expect((await against())["access token"]).toMatch(/^fail: /);
    await metaHas({ token: { isValid: true, expiresAt: inDays(3) } });
    expect((await against())["access token"]).toMatch(/^fail: valid until .* too soon/);
    await metaHas({ token: { expiresAt: inDays(20) } });
    expect((await against())["access token"]).toMatch(/^warn: valid until/);
    await metaHas({ token: { expiresAt: 0, dataAccessExpiresAt: inDays(2) } });
    expect((await against())["access token"]).toMatch(/^fail: /);
  });

  it("no token at all", async () => {
    setEnv({ WHATSAPP_ACCESS_TOKEN: undefined });
    expect(await against()).toEqual({ "access token": expect.stringMatching(/^fail: No access token/) });
  });

  it("a permission that is missing", async () => {
    await metaHas({ token: { scopes: ["whatsapp_business_management"] } });
    expect(await against()).toEqual({
      permissions: expect.stringMatching(/^fail: missing: whatsapp_business_messaging ->/),
    });
  });

  it("a number that the token does not reach, that is not connected, not verified or on another platform", async () => {
    await metaHas({ businessNumbers: [{ ...number, phoneNumberId: "77777777" }] });
    expect(await against()).toEqual({ number: expect.stringMatching(/^fail: .*Assign assets/) });
    const states: [Partial<NonNullable<SimulatorOptions["businessNumbers"]>[number]>, RegExp][] = [
      [{ status: "DISCONNECTED" }, /^fail: it is not connected .*register it with its PIN/],
      [{ codeVerificationStatus: "NOT_VERIFIED" }, /^fail: nobody has verified it/],
      [{ platformType: "ON_PREMISE" }, /^fail: it is not on the Cloud API/],
      [{ status: "RESTRICTED" }, /^warn: Meta has limited it/],
    ];
    for (const [state, expected] of states) {
      await metaHas({ businessNumbers: [{ ...number, ...state }] });
      expect(await against()).toEqual({ number: expect.stringMatching(expected) });
    }
  });

  it("a quality that falls, which is stored", async () => {
    for (const [qualityRating, expected] of [
      ["YELLOW", /^warn: medium/],
      ["RED", /^fail: low/],
    ] as const) {
      await metaHas({ businessNumbers: [{ ...number, qualityRating }] });
      expect(await against()).toEqual({ quality: expect.stringMatching(expected) });
      expect(await stored()).toMatchObject({ qualityRating });
    }
  });

  it("another display number or account than the stored one, which stays until a person changes it", async () => {
    await changeIntegration(phoneNumberId, { displayPhoneNumber: "447700900123", wabaId: "999999" });
    await metaHas({
      businessNumbers: [number, { phoneNumberId: "77777777", displayPhoneNumber: "1", wabaId: "999999" }].map(
        (one) => ({ ...one, displayPhoneNumber: one.displayPhoneNumber.padStart(8, "1") }),
      ),
    });
    expect(await against()).toEqual({
      "display number": expect.stringMatching(/^fail: stored is 447700900123.*--display-number 15550783881/),
      account: expect.stringMatching(/^fail: the number is not in the account 999999.*--waba/),
    });
    expect(await stored()).toMatchObject({ displayPhoneNumber: "447700900123", wabaId: "999999" });
  });

  it("webhooks that go to nobody, or to somebody else's app only; subscribe mends it", async () => {
    await metaHas({ subscribedApps: [] });
    expect(await against()).toEqual({ webhooks: expect.stringMatching(/^fail: no app gets them/) });
    await metaHas({ subscribedApps: [{ id: "1", name: "Old provider" }] });
    expect(await against()).toEqual({
      webhooks: expect.stringMatching(/^fail: go to Old provider \(1\), and not to ours.* -- subscribe/),
    });
    await subscribeIntegration(phoneNumberId);
    expect(await against()).toEqual({});
  });

  it("an app secret that is another app's, fields that the app does not hear of, another address", async () => {
    const url = "https://ours.example/api/webhooks/whatsapp";
    setEnv({ WHATSAPP_APP_SECRET: "another-app-secret" });
    expect(await against()).toEqual({
      app: expect.stringMatching(/^fail: .*every webhook would be refused/),
    });
    setEnv({ WHATSAPP_APP_SECRET: "simulator-app-secret", APP_URL: "https://ours.example" });
    await metaHas({ webhookUrl: url, webhookFields: ["messages"] });
    expect(await against()).toEqual({ "webhook fields": expect.stringMatching(/^warn: missing: account_u/) });
    await metaHas({ webhookFields: [], webhookUrl: "https://old.example/hook" });
    expect(await against()).toEqual({
      "webhook fields": expect.stringMatching(/^fail: missing: messages/),
      "webhook address": expect.stringMatching(/^warn: Meta sends to https:\/\/old.example\/hook/),
    });
    await metaHas({ webhookUrl: null });
  });

  it("a Meta that does not answer could not be checked", async () => {
    const action = { type: "http-error", status: 502 } as const;
    await simulator.meta.addFault({ target: "object", action, match: { textContains: "subscribed_apps" } });
    expect(await against()).toEqual({ webhooks: expect.stringMatching(/^unknown: HTTP 502/) });
    await simulator.meta.addFault({ target: "object", action });
    expect(await against()).toEqual({ "access token": expect.stringMatching(/^unknown: HTTP 502/) });
  });
});

describe("another access token", () => {
  const rotated = "EAAtest-another-token";

  it("is stored only when Meta takes it for this number, and starts a stopped number again", async () => {
    const stopped = { stoppedCode: "190", stoppedReason: "expired", stoppedAt: new Date() };
    await prisma().integration.updateMany({ data: { status: "STOPPED", ...stopped } });
    await expect(rotateAccessToken(phoneNumberId, rotated)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(/not stored[\s\S]*190/),
    });
    await metaHas({ accessTokens: [rotated], token: { scopes: [] } });
    await expect(rotateAccessToken(phoneNumberId, rotated)).rejects.toThrow(/permissions: missing/);
    await metaHas({ businessNumbers: [{ ...number, phoneNumberId: "77777777" }] });
    expect(await stored()).toMatchObject({ accessTokenEncrypted: null, status: "STOPPED" });
    await metaHas({
      businessNumbers: [number],
      token: { scopes: ["whatsapp_business_messaging", "whatsapp_business_management"] },
    });
    await rotateAccessToken(phoneNumberId, rotated);
    expect((await stored()).accessTokenEncrypted).not.toContain("EAA");
    expect(await stored()).toMatchObject({ status: "ACTIVE", stoppedCode: null });
    expect(await against()).toEqual({});
  });

  it("of a number that is not there is refused", async () => {
    await expect(rotateAccessToken("77777777", TOKEN)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a number that is added", () => {
  const more = { phoneNumberId: "77777777", accessToken: TOKEN };

  it("belongs to the organization that is named, and has to be named where there are several", async () => {
    await addIntegration({ ...more, name: "Shop", timeZone: "America/Sao_Paulo", portfolioId: "55555" });
    await createIntegration({ phoneNumberId: "88888888" });
    const third = { phoneNumberId: "99999999", accessToken: TOKEN };
    await expect(addIntegration(third)).rejects.toThrow(/--organization, one of: org-.*org-88888888/);
    await expect(addIntegration({ ...third, organization: "nobody" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await addIntegration({ ...third, organization: "org-88888888" });
    expect(await listIntegrations()).toMatchObject([
      { phoneNumberId, token: "environment" },
      { phoneNumberId: "77777777", name: "Shop", timeZone: "America/Sao_Paulo", token: "stored" },
      { phoneNumberId: "88888888" },
      { phoneNumberId: "99999999", organization: "org-88888888" },
    ]);
  });

  it("twice is refused, and its token stays; so is what is no id, time zone or token", async () => {
    await addIntegration(more);
    const before = await prisma().integration.findUniqueOrThrow({ where: { phoneNumberId: "77777777" } });
    await expect(addIntegration({ ...more, accessToken: "EAAtest-other" })).rejects.toThrow(
      /is there already.*integrations -- rotate 77777777/,
    );
    expect(await prisma().integration.findUniqueOrThrow({ where: { phoneNumberId: "77777777" } })).toEqual(
      before,
    );
    for (const wrong of [
      { phoneNumberId: "+1 555" },
      { timeZone: "Mars/Olympus" },
      { wabaId: "waba" },
      { accessToken: "" },
    ])
      await expect(addIntegration({ ...more, ...wrong })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
