import { beforeEach, describe, expect, it } from "vitest";
import { POST as signOutRoute } from "@/app/api/auth/sign-out/route";
import { GET as sessionRoute } from "@/app/api/inbox/session/route";
import { changeUser, revokeSessions } from "@/domain/users";
import { ownDatabase, row, rows } from "../../support/own-database";
import { askToSignIn, cookieOf, cookiesIn, newPerson, type Somebody, signInEnv } from "../../support/people";
import { setEnv } from "../../support/with-env";

ownDatabase();

let ana: Somebody;
beforeEach(async () => {
  setEnv(signInEnv);
  await rows("DELETE FROM rate_limit");
  await rows(`DELETE FROM "Session"`);
  ana = await newPerson("ADMIN");
});

const here = { params: Promise.resolve({}) };

async function askWith(cookie: string, headers: Record<string, string> = {}) {
  const request = new Request("http://localhost/api/inbox/session", {
    headers: { cookie, host: "localhost", ...headers },
  });
  const response = await sessionRoute(request, here);
  return { status: response.status, body: await response.json(), response };
}

const refused = {
  status: 401,
  code: "UNAUTHORIZED",
  message: "The e-mail address or the password is wrong.",
};

async function outcome(response: Response) {
  const { error } = await response.json();
  return { status: response.status, code: error?.code, message: error?.message };
}

describe("signing in", () => {
  it("sets a cookie that scripts cannot read and other sites do not send, and the inbox knows who asks", async () => {
    const response = await askToSignIn({ email: ana.email.toUpperCase(), password: ana.password });
    expect(response.status).toBe(200);
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^replyonce\.session_token=.*; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await askWith(cookiesIn(response))).toMatchObject({
      status: 200,
      body: {
        user: { id: ana.userId, role: "ADMIN", email: ana.email },
        organization: { id: ana.organizationId },
        isSignInOff: false,
      },
    });
    expect(
      await row(`SELECT count(*)::int AS n FROM "AuditEvent" WHERE action = 'sign_in' AND "entityId" = $1`, [
        ana.userId,
      ]),
    ).toEqual({ n: 1 });
  });

  it.each([
    ["https://inbox.example", true],
    [undefined, false],
  ])("sends the cookie over https only where APP_URL is %s: %s", async (url, isSecure) => {
    setEnv({ APP_URL: url });
    const [cookie] = (await askToSignIn(ana)).headers.getSetCookie();
    expect(cookie?.includes("Secure")).toBe(isSecure);
    expect(cookie?.startsWith("__Secure-")).toBe(isSecure);
  });

  it("answers alike for nobody, a wrong password, no password, and somebody disabled", async () => {
    const [disabled, without] = [await newPerson("AGENT", ana.organizationId), await newPerson()];
    await changeUser({ ...disabled, actor: "operator:test" }, { disabled: true });
    await rows(`DELETE FROM "Account" WHERE "userId" = $1`, [without.userId]);
    for (const who of [
      { email: "nobody@shop.example", password: "a password of nobody" },
      { email: ana.email, password: "another password" },
      { email: ana.email, password: "x".repeat(900) },
      { email: "no address", password: "another password" },
      disabled,
      without,
    ])
      expect(await outcome(await askToSignIn(who))).toEqual(refused);
    expect(await rows(`SELECT 1 FROM "Session"`)).toEqual([]);
  });

  it("compares a password for an address that nobody has, too: the time tells nothing", async () => {
    const elapsed = async (who: { email: string; password: string }) => {
      const startedAt = performance.now();
      await askToSignIn(who);
      return performance.now() - startedAt;
    };
    await elapsed({ email: ana.email, password: "a wrong password" });
    const known = await elapsed({ email: ana.email, password: "a wrong password" });
    const unknown = await elapsed({ email: "nobody@shop.example", password: "a wrong password" });
    expect(unknown).toBeGreaterThan(known / 5);
  });

  it("keeps neither the password nor the token's copy anywhere in the clear", async () => {
    await cookieOf(ana);
    const { password } = await row<{ password: string }>(
      `SELECT password FROM "Account" WHERE "userId" = $1`,
      [ana.userId],
    );
    expect(password).not.toContain(ana.password);
  });

  it.each([
    ["origin", "https://evil.example"],
    ["origin", "null"],
    ["sec-fetch-site", "cross-site"],
    ["sec-fetch-site", "same-site"],
  ])("is not done for another site (%s: %s)", async (name, value) => {
    expect((await askToSignIn(ana, { [name]: value })).status).toBe(403);
  });

  it("is possible from APP_URL where a proxy gives the app another host", async () => {
    setEnv({ APP_URL: "https://inbox.example" });
    const ask = (origin: string) => askToSignIn(ana, { host: "app.internal", origin });
    expect((await ask("https://inbox.example")).status).toBe(200);
    expect((await ask("http://inbox.example")).status).toBe(403);
  });

  it("without AUTH_SECRET is refused", async () => {
    setEnv({ AUTH_SECRET: undefined });
    expect((await askToSignIn(ana)).status).toBe(503);
  });
});

describe("guessing", () => {
  it("ends for an account after ten wrong passwords, from wherever they come, also with the right one", async () => {
    setEnv({ TRUSTED_IP_HEADER: "x-client" });
    const guess = (at: number) =>
      askToSignIn({ email: ana.email, password: "wrong" }, { "x-client": `10.0.0.${at}` });
    const guesses = await Promise.all(Array.from({ length: 14 }, (_, at) => guess(at)));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10);
    const [limited] = guesses.filter(({ status }) => status === 429);
    expect(Number(limited?.headers.get("retry-after"))).toBeGreaterThan(600);
    expect((await askToSignIn(ana)).status).toBe(429);
    expect((await askToSignIn(await newPerson())).status).toBe(200);
  });

  it("is counted the same for addresses that nobody has", async () => {
    const who = { email: "nobody@shop.example", password: "wrong" };
    for (let at = 0; at < 10; at += 1) expect((await askToSignIn(who)).status).toBe(401);
    expect((await askToSignIn(who)).status).toBe(429);
    expect(await rows(`SELECT 1 FROM rate_limit WHERE key LIKE '%nobody%'`)).toEqual([]);
  });

  it("begins anew after the right password", async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let at = 0; at < 5; at += 1) await askToSignIn({ email: ana.email, password: "wrong" });
      expect((await askToSignIn(ana)).status).toBe(200);
    }
  });

  it("ends for an address after a hundred requests", async () => {
    setEnv({ TRUSTED_IP_HEADER: "x-client" });
    const ask = () => askToSignIn({ email: 1 }, { "x-client": "10.1.0.1" });
    for (let at = 0; at < 100; at += 1) expect((await ask()).status).toBe(400);
    expect((await ask()).status).toBe(429);
    expect((await askToSignIn(ana, { "x-client": "10.1.0.2" })).status).toBe(200);
  });
});

describe("a session", () => {
  it("ends at once when it is revoked, when its user is disabled, and when they sign out", async () => {
    const ben = await newPerson("AGENT", ana.organizationId);
    const { organizationId } = ana;
    const ends: ((cookie: string) => Promise<unknown>)[] = [
      () => revokeSessions({ organizationId, userId: ben.userId, sessionId: null, actor: "operator:test" }),
      async () => {
        await changeUser({ ...ben, actor: "operator:test" }, { disabled: true });
        await changeUser({ ...ben, actor: "operator:test" }, { disabled: false });
      },
      async (cookie) => {
        const request = new Request("http://localhost/api/auth/sign-out", {
          method: "POST",
          headers: { cookie },
        });
        expect((await signOutRoute(request)).headers.getSetCookie()[0]).toMatch(/session_token=;.*Max-Age=0/);
      },
    ];
    for (const end of ends) {
      const cookie = await cookieOf(ben);
      expect((await askWith(cookie)).status).toBe(200);
      await end(cookie);
      expect((await askWith(cookie)).status).toBe(401);
    }
  });

  it("of a disabled user opens nothing, even one that was made while they were being disabled", async () => {
    const cookie = await cookieOf(ana);
    await rows(`UPDATE "User" SET "disabledAt" = now() WHERE id = $1`, [ana.userId]);
    expect((await askWith(cookie)).status).toBe(401);
  });

  it("is not believed when it is made up, changed or too old", async () => {
    const cookie = await cookieOf(ana);
    const { token } = await row<{ token: string }>(`SELECT token FROM "Session" WHERE "userId" = $1`, [
      ana.userId,
    ]);
    const changed = cookie.replace(/(.)$/, (last) => (last === "A" ? "B" : "A"));
    for (const other of [
      `replyonce.session_token=${token}`,
      `${cookie.slice(0, -6)}AAAAA%3D`,
      "replyonce.session_token=",
      changed,
    ])
      expect((await askWith(other)).status).toBe(401);
    await rows(`UPDATE "Session" SET "createdAt" = now() - interval '31 days'`);
    expect((await askWith(cookie)).status).toBe(401);
    await rows(`UPDATE "Session" SET "createdAt" = now(), "expiresAt" = now() - interval '1 second'`);
    expect((await askWith(cookie)).status).toBe(401);
  });

  it("that is in use is made longer, in the database and in the browser", async () => {
    const cookie = await cookieOf(ana);
    expect((await askWith(cookie)).response.headers.getSetCookie()).toEqual([]);
    await rows(`UPDATE "Session" SET "expiresAt" = now() + interval '2 days'`);
    const { response } = await askWith(cookie);
    expect(response.headers.getSetCookie()[0]).toMatch(/session_token=.*Max-Age=604800/);
    expect(await row(`SELECT "expiresAt" > now() + interval '6 days' AS "isLonger" FROM "Session"`)).toEqual({
      isLonger: true,
    });
  });

  it("is not used by another site that is open in the same browser", async () => {
    const cookie = await cookieOf(ana);
    expect((await askWith(cookie, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await askWith(cookie, { origin: "https://evil.example" })).status).toBe(403);
  });
});

describe("without sign-in", () => {
  it.each([
    [{ host: "localhost:3000" }, 200],
    [{ host: "127.0.0.1" }, 200],
    [{ host: "[::1]:3000" }, 200],
    [{ host: "shop.example" }, 401],
    [{ host: "localhost.evil.example" }, 401],
    [{ host: "localhost", "x-forwarded-host": "shop.example" }, 401],
    [{ host: "192.168.1.5:3000" }, 401],
  ])(
    "the first admin acts only where this machine itself was addressed: %o answers %i",
    async (headers, status) => {
      setEnv({ INBOX_WITHOUT_SIGN_IN: "true" });
      expect((await askWith("", headers)).status).toBe(status);
    },
  );

  it("whoever is signed in is who they are", async () => {
    setEnv({ INBOX_WITHOUT_SIGN_IN: "true" });
    expect((await askWith(await cookieOf(ana))).body).toMatchObject({
      user: { id: ana.userId },
      isSignInOff: false,
    });
  });
});

it("an organization may ask as often in an hour as INBOX_REQUESTS_PER_HOUR says, all its people together", async () => {
  const [other, ben] = [await newPerson(), await newPerson("AGENT", ana.organizationId)];
  const [one, two, three] = [await cookieOf(ana), await cookieOf(ben), await cookieOf(other)];
  setEnv({ INBOX_REQUESTS_PER_HOUR: "3" });
  for (const cookie of [one, two, one]) expect((await askWith(cookie)).status).toBe(200);
  const limited = await askWith(two);
  expect(limited).toMatchObject({ status: 429, body: { error: { code: "RATE_LIMITED" } } });
  expect((await askWith(three)).status).toBe(200);
});
