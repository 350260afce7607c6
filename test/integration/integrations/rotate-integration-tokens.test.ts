import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { integrationToken, rotateIntegrationTokens, storeAccessToken } from "@/domain/integrations";
import { prisma } from "@/infra/database/prisma";
import { seal } from "@/lib/seal";
import { commandFile } from "../../support/command-file";
import { createIntegration } from "../../support/factories";
import { ownDatabase, rows } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

ownDatabase();

const old = "canary-session-secret-old";
const current = "canary-session-secret-new";
const before = { SESSION_SECRET: old, SESSION_SECRET_PREVIOUS: undefined };
const during = { SESSION_SECRET: current, SESSION_SECRET_PREVIOUS: old };
const after = { SESSION_SECRET: current, SESSION_SECRET_PREVIOUS: undefined };

/** A business number whose token was stored under the old secret. */
async function connect(accessToken: string): Promise<string> {
  setEnv(before);
  const { phoneNumberId } = await createIntegration();
  await storeAccessToken(phoneNumberId, accessToken);
  return phoneNumberId;
}

const stored = (phoneNumberId: string) =>
  prisma().integration.findUniqueOrThrow({ where: { phoneNumberId } });
const tokenOf = async (phoneNumberId: string) => integrationToken(await stored(phoneNumberId));

describe("replacing SESSION_SECRET", () => {
  it("every token opens before, during and after, also when the old secret is gone", async () => {
    const tokens = ["EAAG-one", "EAAG-two", "EAAG-three"];
    const numbers = await Promise.all(tokens.map(connect));
    const read = () => Promise.all(numbers.map(tokenOf));
    expect(await read()).toEqual(tokens);
    setEnv(during);
    expect(await read()).toEqual(tokens);
    expect(await rotateIntegrationTokens()).toEqual({ rotated: 3, current: 0, unreadable: [] });
    expect(await read()).toEqual(tokens);
    expect(await rotateIntegrationTokens()).toEqual({ rotated: 0, current: 3, unreadable: [] });
    setEnv(after);
    expect(await read()).toEqual(tokens);
    for (const { accessTokenEncrypted } of await prisma().integration.findMany())
      expect(accessTokenEncrypted).toMatch(/^v2\.[0-9a-f]{8}\./);
  });

  it("a token that is read and replaced all the while is never unreadable, and the newest wins", async () => {
    const phoneNumberId = await connect("EAAG-0");
    setEnv(during);
    let isOver = false;
    const read = new Set<string>();
    const reader = (async () => {
      while (!isOver) read.add(await tokenOf(phoneNumberId));
    })();
    for (let round = 1; round <= 30; round += 1) {
      const { id } = await stored(phoneNumberId);
      const accessTokenEncrypted = seal(`EAAG-old-${round}`, `Integration:${id}:accessTokenEncrypted`, old);
      await prisma().integration.update({ where: { id }, data: { accessTokenEncrypted } });
      await Promise.all([
        rotateIntegrationTokens(),
        storeAccessToken(phoneNumberId, `EAAG-${round}`),
        rotateIntegrationTokens(),
      ]);
      expect(await tokenOf(phoneNumberId)).toBe(`EAAG-${round}`);
    }
    isOver = true;
    await reader;
    expect(read.size).toBeGreaterThan(1);
  });

  it("a token that neither secret opens is named by its number and left as it is", async () => {
    const phoneNumberId = await connect("EAAG-lost");
    setEnv({ SESSION_SECRET: current, SESSION_SECRET_PREVIOUS: "canary-another-secret" });
    const kept = await stored(phoneNumberId);
    const { unreadable } = await rotateIntegrationTokens();
    expect(unreadable).toContain(phoneNumberId);
    expect((await stored(phoneNumberId)).accessTokenEncrypted).toBe(kept.accessTokenEncrypted);
  });
});

it("a stored token is not in the database as it is, and does not open in another row", async () => {
  const [one, other] = [await connect("EAAG-of-one"), await connect("EAAG-of-other")];
  const [{ leaks } = { leaks: -1 }] = await rows<{ leaks: number }>(
    `SELECT count(*)::int AS leaks FROM "Integration" WHERE to_jsonb("Integration")::text LIKE '%EAAG%'`,
  );
  expect(leaks).toBe(0);
  const { accessTokenEncrypted } = await stored(one);
  await prisma().integration.update({ where: { phoneNumberId: other }, data: { accessTokenEncrypted } });
  await expect(tokenOf(other)).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
});

it("npm run integrations -- rotate-secret says what it has done, and 1 where a token is lost", async () => {
  const phoneNumberId = await connect("EAAG-by-command");
  const rotate = (secrets: Record<string, string>, ...args: string[]) =>
    spawnSync(process.execPath, [commandFile("integrations"), "rotate-secret", ...args], {
      env: { ...process.env, ...secrets },
      encoding: "utf8",
    });
  const lost = rotate({ SESSION_SECRET: current, SESSION_SECRET_PREVIOUS: "canary-another-secret" });
  expect(lost.status).toBe(1);
  expect(lost.stdout).toContain(`${phoneNumberId}: neither secret opens its token`);
  await rows(`DELETE FROM "Integration" WHERE "phoneNumberId" <> $1`, [phoneNumberId]);
  const done = rotate({ SESSION_SECRET: current, SESSION_SECRET_PREVIOUS: old }, "--json");
  expect({ status: done.status, ...JSON.parse(done.stdout) }).toEqual({
    status: 0,
    rotated: 1,
    current: 0,
    unreadable: [],
  });
  for (const secret of [old, current, "EAAG"])
    expect(lost.stdout + done.stdout + done.stderr).not.toContain(secret);
});
