import { expect, it } from "vitest";
import { createIntegration } from "../../support/factories";
import { ownDatabase, row } from "../../support/own-database";
import { ownSimulator } from "../../support/own-simulator";
import { runScript } from "../../support/run-script";

ownDatabase();
const simulator = ownSimulator();
const { phoneNumberId } = simulator;

const TOKEN = "EAAtest-access-token";
const OTHER = "200000000000002";

function integrations(args: string[], options: { input?: string; env?: Record<string, string> } = {}) {
  const { DATABASE_URL, WHATSAPP_API_URL } = process.env;
  const env = {
    ...{
      DATABASE_URL,
      WHATSAPP_API_URL,
      WHATSAPP_ACCESS_TOKEN: TOKEN,
      WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    },
    SESSION_SECRET: "a-session-secret-for-this-test",
    ...options.env,
  };
  return runScript("integrations", args, { env, input: options.input });
}

it("adds, verifies and rotates from a terminal, and never shows a token", async () => {
  await createIntegration({ phoneNumberId });
  const { meta } = simulator;
  const { businessNumbers } = await meta.settings();
  const other = { phoneNumberId: OTHER, displayPhoneNumber: "15550000002", wabaId: "200000" };
  await meta.configure({ businessNumbers: [...businessNumbers, other] });

  const added = await integrations(["add", OTHER, "--name", "Second", "--waba", "200000"], {
    input: `${TOKEN}\n`,
  });
  expect(added).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`verify ${OTHER}`) });

  const low = businessNumbers.map((number) => ({ ...number, qualityRating: "RED" as const }));
  await meta.configure({ businessNumbers: [...low, other] });
  const [both, refused] = await Promise.all([
    integrations(["verify", "--json"]),
    integrations(["rotate", OTHER, "--token-from", "NEXT"], { env: { NEXT: "EAAtest-wrong-token" } }),
  ]);
  const { ok, checks } = JSON.parse(both.stdout);
  const failed = checks.filter(({ status }: { status: string }) => status === "fail");
  expect([both.exitCode, ok, failed.map(({ name }: { name: string }) => name)]).toEqual([
    1,
    false,
    [`${phoneNumberId} quality`],
  ]);
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("not stored") });

  const runs = [added, both, refused];
  expect(runs.map(({ stdout, stderr }) => stdout + stderr).join("\n")).not.toContain("EAAtest");
  const { count } = await row<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Integration" WHERE "wabaId" IS NOT NULL AND "qualityRating" IS NOT NULL`,
  );
  expect(count).toBe(2);
});

it("sets the hours of a number, refuses what are none, and takes them away", async () => {
  const hours = () =>
    row(`SELECT "quietHours", "businessHours" FROM "Integration" WHERE "phoneNumberId" = $1`, [
      phoneNumberId,
    ]);
  const set = await integrations([
    "hours",
    phoneNumberId,
    "--quiet",
    "22:00-07:00",
    "--open",
    "mon-tue=09:00-18:00",
    "--open",
    "sat=10:00-12:00",
  ]);
  expect(set).toMatchObject({ exitCode: 0, stderr: "" });
  const day = [["09:00", "18:00"]];
  expect(await hours()).toEqual({
    quietHours: { from: "22:00", to: "07:00" },
    businessHours: { mon: day, tue: day, sat: [["10:00", "12:00"]] },
  });
  const wrong = await Promise.all([
    integrations(["hours", phoneNumberId, "--quiet", "25:00-07:00"]),
    integrations(["hours", phoneNumberId, "--open", "fri-mon=09:00-18:00"]),
    integrations(["hours", phoneNumberId]),
  ]);
  for (const { exitCode, stderr } of wrong) expect([exitCode !== 0, stderr !== ""]).toEqual([true, true]);
  expect((await integrations(["hours", phoneNumberId, "--none"])).exitCode).toBe(0);
  expect(await hours()).toEqual({ quietHours: null, businessHours: null });
});
