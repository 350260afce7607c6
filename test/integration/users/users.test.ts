import { beforeEach, describe, expect, it } from "vitest";
import { POST as passwordRoute } from "@/app/api/inbox/session/password/route";
import { GET as sessionRoute } from "@/app/api/inbox/session/route";
import { addUser, changeUser, listSessions, listUsers, revokeSession, setPassword } from "@/domain/users";
import { ownDatabase, rows } from "../../support/own-database";
import { askToSignIn, cookieOf, newPerson, type Somebody, signInEnv } from "../../support/people";
import { setEnv } from "../../support/with-env";

ownDatabase();

const actor = "operator:test";
let ana: Somebody;
beforeEach(async () => {
  setEnv(signInEnv);
  await rows("DELETE FROM rate_limit");
  ana = await newPerson("ADMIN");
});

const which = ({ organizationId, userId }: Somebody) => ({ organizationId, userId, actor });
const isSignedIn = async (cookie: string) => {
  const request = new Request("http://localhost/api/inbox/session", { headers: { cookie } });
  return (await sessionRoute(request, { params: Promise.resolve({}) })).status === 200;
};

describe("the last admin", () => {
  const conflict = expect.objectContaining({ code: "CONFLICT" });

  it("stays one, and stays enabled", async () => {
    await newPerson("AGENT", ana.organizationId);
    await newPerson("ADMIN"); // Of another organization.
    await expect(changeUser(which(ana), { role: "AGENT" })).rejects.toEqual(conflict);
    await expect(changeUser(which(ana), { disabled: true })).rejects.toEqual(conflict);
    await changeUser(which(ana), { name: "Ana Lima" });
    expect(await listUsers(ana.organizationId)).toContainEqual(
      expect.objectContaining({ id: ana.userId, name: "Ana Lima", role: "ADMIN", disabledAt: null }),
    );
  });

  it("is there still when two take each other's rights away at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await newPerson("ADMIN");
      const two = await newPerson("ADMIN", one.organizationId);
      const outcomes = await Promise.allSettled([
        changeUser(which(one), { disabled: true }),
        changeUser(which(two), { role: "AGENT" }),
      ]);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    }
  });
});

describe("a password", () => {
  it("that is made up opens the account, the old one does not, and all sessions end", async () => {
    const cookie = await cookieOf(ana);
    const password = await setPassword(which(ana));
    expect(await isSignedIn(cookie)).toBe(false);
    expect((await askToSignIn(ana)).status).toBe(401);
    expect((await askToSignIn({ email: ana.email, password })).status).toBe(200);
  });

  it("that is new opens an account that was shut by wrong ones", async () => {
    for (let at = 0; at < 11; at += 1) await askToSignIn({ email: ana.email, password: "wrong" });
    expect((await askToSignIn(ana)).status).toBe(429);
    const password = await setPassword(which(ana));
    expect((await askToSignIn({ email: ana.email, password })).status).toBe(200);
  });

  it.each(["", "elevenchars", "x".repeat(129)])(
    "that is too short or too long is refused: %s",
    async (password) => {
      await expect(setPassword(which(ana), password)).rejects.toMatchObject({ code: "INVALID_INPUT" });
      expect((await askToSignIn(ana)).status).toBe(200);
    },
  );

  it("is changed by whoever knows it, who stays signed in here and nowhere else", async () => {
    const [here, there] = [await cookieOf(ana), await cookieOf(ana)];
    const change = async (current: string, next: string) => {
      const request = new Request("http://localhost/api/inbox/session/password", {
        method: "POST",
        headers: { cookie: here },
        body: JSON.stringify({ current, next }),
      });
      return (await passwordRoute(request, { params: Promise.resolve({}) })).status;
    };
    expect(await change("not the password", "a whole new password")).toBe(400);
    expect(await isSignedIn(there)).toBe(true);
    expect(await change(ana.password, "a whole new password")).toBe(200);
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
    expect((await askToSignIn({ email: ana.email, password: "a whole new password" })).status).toBe(200);
  });

  it("cannot be guessed from within a session either", async () => {
    const cookie = await cookieOf(ana);
    const guess = () =>
      passwordRoute(
        new Request("http://localhost/api/inbox/session/password", {
          method: "POST",
          headers: { cookie },
          body: JSON.stringify({ current: "a guess", next: "a whole new password" }),
        }),
        { params: Promise.resolve({}) },
      );
    for (let at = 0; at < 10; at += 1) expect((await guess()).status).toBe(400);
    expect((await guess()).status).toBe(429);
  });
});

it("an e-mail address belongs to one person, however it is written", async () => {
  const { organizationId } = await newPerson();
  const again = {
    organizationId,
    email: ` ${ana.email.toUpperCase()}`,
    name: "Eva",
    role: "AGENT" as const,
    actor,
  };
  await expect(addUser(again)).rejects.toMatchObject({ code: "CONFLICT" });
});

it("whoever is no admin ends their own sessions only, and an admin those of the organization", async () => {
  const ben = await newPerson("AGENT", ana.organizationId);
  const stranger = await newPerson("ADMIN");
  const [anas, strangers] = [await cookieOf(ana), await cookieOf(stranger)];
  const { organizationId } = ana;
  const [session] = await listSessions(organizationId, ana.userId);
  const [theirs] = await listSessions(stranger.organizationId);
  const end = (userId: string | null, sessionId = "") =>
    revokeSession({ organizationId, userId, sessionId, actor });
  await expect(end(ben.userId, session?.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(end(null, theirs?.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await isSignedIn(anas)).toBe(true);
  await end(null, session?.id);
  expect([await isSignedIn(anas), await isSignedIn(strangers)]).toEqual([false, true]);
});
