import { readdirSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expected } from "@/domain/schema";
import { dumpDatabase } from "../../support/dump-database";
import { ask, bodyOf, hasId, nameOf, operations, routeFileOf } from "../../support/every-operation";
import { fillEveryTable } from "../../support/foreign-keys";
import { ownDatabase, row, rows } from "../../support/own-database";
import { cookieOf, newPerson, signInEnv } from "../../support/people";
import { setEnv } from "../../support/with-env";

// Two organizations with the same rows, those of the first with ids that end in 1, those of the second in 2. Whoever asks is of
// the first.

ownDatabase();

const env = { ...signInEnv, SESSION_SECRET: "a-secret-of-tests" };
const cookies = { ADMIN: "", AGENT: "" };
let people: unknown;
let sessions: unknown;

beforeAll(async () => {
  setEnv(env);
  await fillAnew();
  for (const role of ["ADMIN", "AGENT"] as const)
    cookies[role] = await cookieOf(await newPerson(role, "org-1"));
  people = await rows(`SELECT * FROM "User" WHERE email LIKE 'person-%'`);
  sessions = await rows(`SELECT * FROM "Session" WHERE id NOT LIKE 'session-%'`);
});
beforeEach(() => setEnv(env));

/** Everything as it was, whatever an operation has done. */
async function fillAnew(): Promise<void> {
  await rows(
    `TRUNCATE ${expected.tables.map(({ name }) => `"${name}"`).join(", ")} RESTART IDENTITY CASCADE`,
  );
  await fillEveryTable();
  // Ids as the product makes them, where operations take no others.
  for (const table of ["Integration", "WebhookEndpoint", "WebhookEvent"])
    await rows(
      `UPDATE "${table}" SET id = ('00000000-0000-4000-8000-00000000000' || right("organizationId", 1))::uuid
       WHERE id IN (SELECT DISTINCT ON ("organizationId") id FROM "${table}")`,
    );
  for (const { name } of expected.sequences) await rows(`SELECT setval('"${name}"', 1000)`);
  if (people)
    await rows(`INSERT INTO "User" SELECT * FROM jsonb_populate_recordset(NULL::"User", $1)`, [
      JSON.stringify(people),
    ]);
  if (sessions)
    await rows(`INSERT INTO "Session" SELECT * FROM jsonb_populate_recordset(NULL::"Session", $1)`, [
      JSON.stringify(sessions),
    ]);
}

/** The same whenever the tables are filled anew. */
const known = new Map<1 | 2, string[]>();

/** Ids of the second organization: the number, and every text that is an id of one of its rows. */
async function idsOf(n: 1 | 2): Promise<string[]> {
  const ids = known.get(n) ?? (await readIdsOf(n));
  known.set(n, ids);
  return ids;
}

async function readIdsOf(n: 1 | 2): Promise<string[]> {
  const ids = new Set([String(n)]);
  for (const { name, columns } of expected.tables) {
    const id = columns.find((column) => column.name === "id");
    if (!id) continue;
    const found = await rows<{ id: string }>(
      `SELECT id::text FROM "${name}" WHERE id::text ~ '(^|-0*)${n}$'`,
    );
    for (const each of found) ids.add(each.id);
  }
  return [...ids];
}

/** Operations that answer 404 for one's own rows as they are here, too: what they need besides is not there. */
const withoutOwn = new Set([
  "GET /api/inbox/deliveries/{id}",
  "POST /api/inbox/deliveries/{id}/replay",
  "POST /api/inbox/messages/{id}/retry",
  "POST /api/inbox/notifications/{id}/read",
  "POST /api/inbox/notifications/{id}/snooze",
]);

const markers = (n: 1 | 2) => new RegExp(`(org|user|number|document|media|template|session|account)-${n}\\b`);

it("every operation has its route, and every route of the inbox's API is an operation", () => {
  const files = readdirSync("src/app/api/inbox", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .map((file) => `src/app/api/inbox/${file}`);
  expect([...new Set(operations.map(routeFileOf))].toSorted()).toEqual(files.toSorted());
  expect(new Set(operations.map(nameOf)).size).toBe(operations.length);
});

it("the rows to try it with are there: of every table with ids, one of each organization", async () => {
  for (const { name, columns } of expected.tables) {
    if (
      !columns.some((column) => column.name === "organizationId") ||
      !columns.some((column) => column.name === "id")
    )
      continue;
    const found = await row(`SELECT count(DISTINCT "organizationId")::int AS n FROM "${name}"`);
    expect({ name, ...found }).toEqual({ name, n: 2 });
  }
});

describe.each(operations.map((operation) => [nameOf(operation), operation] as const))(
  "%s",
  (_, operation) => {
    it("is answered 401 without a session, and with one that is over", async () => {
      for (const cookie of ["", "replyonce.session_token=token-1.c2lnbmF0dXJl"]) {
        const response = await ask(operation, { cookie });
        expect(response.status).toBe(401);
        expect((await response.json()).error).toMatchObject({ code: "UNAUTHORIZED" });
      }
    });

    it.runIf(operation.role === "admin")("is answered 403 to an agent", async () => {
      const response = await ask(operation, { cookie: cookies.AGENT });
      expect(response.status).toBe(403);
    });

    it.runIf(hasId(operation))(
      "is answered 404 for whatever is another organization's, and changes nothing",
      async () => {
        const before = await dumpWithoutCounts();
        for (const id of await idsOf(2)) {
          const response = await ask(operation, { cookie: cookies.ADMIN, id });
          expect({ id, status: response.status, body: await response.json() }).toMatchObject({ status: 404 });
        }
        expect(await dumpWithoutCounts()).toEqual(before);
      },
    );

    it.runIf(hasId(operation) && !withoutOwn.has(nameOf(operation)))(
      "is answered for what is one's own: its 404 says something",
      async () => {
        const statuses = [];
        for (const id of await idsOf(1))
          statuses.push((await ask(operation, { cookie: cookies.ADMIN, id })).status);
        if (operation.method !== "GET") await fillAnew();
        expect(statuses.filter((status) => status !== 404)).not.toEqual([]);
      },
    );

    const references = Object.keys(bodyOf(operation)).filter(
      (key) => /Ids?$/.test(key) && key !== "clientId",
    );
    it.each(references)("takes no other organization's row as %s", async (key) => {
      const body = bodyOf(operation);
      const isList = Array.isArray(body[key]);
      for (const theirs of await idsOf(2)) {
        const value = /^\d+$/.test(theirs) && typeof body[key] !== "string" ? Number(theirs) : theirs;
        const asked = { cookie: cookies.ADMIN, body: { ...body, [key]: isList ? [value] : value } };
        expect((await ask(operation, asked)).status).toBeGreaterThanOrEqual(400);
      }
    });

    it.runIf(operation.method === "GET")("shows nothing of another organization", async () => {
      for (const id of await idsOf(1)) {
        const response = await ask(operation, { cookie: cookies.ADMIN, id });
        const text = await response.text();
        expect(text).not.toMatch(markers(2));
      }
    });
  },
);

async function dumpWithoutCounts(): Promise<unknown> {
  await rows(`DELETE FROM rate_limit`);
  return await dumpDatabase();
}
