// Each failure is raised for real: a made-up error proves only that we know our own imagination.

import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { readDatabaseError, toAppError } from "@/infra/database/database-error";
import { disconnectDatabase, prisma } from "@/infra/database/prisma";
import { isAppError } from "@/lib/errors";
import { createIntegration } from "../../support/factories";
import { administrate, ownDatabase, row, rows } from "../../support/own-database";

ownDatabase();

let organizationId: string;
let database: string;

beforeAll(async () => {
  ({ organizationId } = await createIntegration());
  ({ database } = await row<{ database: string }>(`SELECT current_database() AS database`));
});

const newNotification = () => ({ organizationId, kind: "k", title: "t", dedupeKey: "once" });
const upsertNotification = () =>
  prisma().notification.upsert({
    where: { organizationId_dedupeKey: { organizationId, dedupeKey: "once" } },
    create: newNotification(),
    update: { title: "again" },
  });

/** Every way in which code asks the database, for something of the table Notification. */
const ways: Record<string, () => Promise<unknown>> = {
  "a model query": () => prisma().notification.findMany(),
  "a create": () => prisma().notification.create({ data: newNotification() }),
  "a count": () => prisma().notification.count({ where: { snoozedUntil: null } }),
  "an include": () => prisma().organization.findMany({ include: { notifications: true } }),
  "raw SQL through Prisma": () => prisma().$queryRaw`SELECT "snoozedUntil" FROM "Notification"`,
  "raw SQL through pg": () => rows(`SELECT "snoozedUntil" FROM "Notification"`),
  "a batch transaction": () =>
    prisma().$transaction([prisma().organization.count(), prisma().notification.findMany()]),
  "an interactive transaction": () =>
    prisma().$transaction(async (tx) => {
      await tx.organization.count();
      await tx.notification.findMany();
    }),
};

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail");
}

function expectMismatch(error: unknown, code: string): void {
  expect(readDatabaseError(error)).toMatchObject({ kind: "mismatch", code });
  const shown = toAppError(error);
  expect(isAppError(shown) && [shown.code, shown.publicMessage]).toEqual([
    "DB_MISMATCH",
    "DB migrations not applied. Run: npx prisma migrate deploy",
  ]);
}

describe("a missing column is a mismatch", () => {
  it.each(Object.keys(ways))("in %s", async (way) => {
    await rows(`ALTER TABLE "Notification" RENAME COLUMN "snoozedUntil" TO gone`);
    try {
      const error = await errorOf(ways[way] as () => Promise<unknown>);
      expectMismatch(error, "42703");
      expect(readDatabaseError(error)?.message).toContain("snoozedUntil");
    } finally {
      await rows(`ALTER TABLE "Notification" RENAME COLUMN gone TO "snoozedUntil"`);
    }
  });
});

describe("a missing table is a mismatch", () => {
  it.each(Object.keys(ways))("in %s", async (way) => {
    await rows(`ALTER TABLE "Notification" RENAME TO gone`);
    try {
      const error = await errorOf(ways[way] as () => Promise<unknown>);
      expectMismatch(error, "42P01");
      expect(readDatabaseError(error)?.message).toContain("Notification");
    } finally {
      await rows(`ALTER TABLE gone RENAME TO "Notification"`);
    }
  });
});

interface Drift {
  what: string;
  code: string;
  drift: string;
  mend: string;
  meet(): Promise<unknown>;
}

const otherDrifts: Drift[] = [
  {
    what: "an enum type",
    code: "42704",
    drift: `ALTER TYPE "UserRole" RENAME TO gone`,
    mend: `ALTER TYPE gone RENAME TO "UserRole"`,
    meet: () => prisma().user.findMany({ where: { role: "ADMIN" } }),
  },
  {
    what: "the unique index under an upsert",
    code: "42P10",
    drift: `DROP INDEX "Notification_organizationId_dedupeKey_key"`,
    mend: `CREATE UNIQUE INDEX "Notification_organizationId_dedupeKey_key" ON "Notification"("organizationId", "dedupeKey")`,
    meet: upsertNotification,
  },
  {
    what: "a plain column: it is generated",
    code: "428C9",
    drift: `ALTER TABLE "Notification" DROP COLUMN title, ADD COLUMN title text GENERATED ALWAYS AS ('x') STORED`,
    mend: `ALTER TABLE "Notification" DROP COLUMN title, ADD COLUMN title text NOT NULL DEFAULT ''`,
    meet: () => prisma().notification.create({ data: newNotification() }),
  },
  {
    what: "a column's type",
    code: "42804",
    drift: `ALTER TABLE "Notification" ALTER COLUMN "snoozedUntil" TYPE boolean USING NULL`,
    mend: `ALTER TABLE "Notification" ALTER COLUMN "snoozedUntil" TYPE timestamptz(3) USING NULL`,
    meet: () => rows(`UPDATE "Notification" SET "snoozedUntil" = now()`),
  },
  {
    what: "a function",
    code: "42883",
    drift: `SELECT 1`,
    mend: `SELECT 1`,
    meet: () => prisma().$queryRaw`SELECT not_there(1)`,
  },
  {
    what: "a schema",
    code: "3F000",
    drift: `SELECT 1`,
    mend: `SELECT 1`,
    meet: () => prisma().$queryRaw`CREATE TABLE not_there.anything (id int)`,
  },
];

describe("a database that lacks", () => {
  it.each(otherDrifts)("$what ($code) is a mismatch", async ({ code, drift, mend, meet }) => {
    await rows(drift);
    try {
      expectMismatch(await errorOf(meet), code);
    } finally {
      await rows(mend);
    }
  });
});

const suspicions: Drift[] = [
  {
    what: "a column that the code does not fill",
    code: "23502",
    drift: `ALTER TABLE "Notification" ADD COLUMN extra int NOT NULL`,
    mend: `ALTER TABLE "Notification" DROP COLUMN extra`,
    meet: () => prisma().notification.create({ data: newNotification() }),
  },
  {
    what: "a check that the code does not know",
    code: "23514",
    drift: `ALTER TABLE "Notification" ADD CONSTRAINT extra CHECK (kind = 'other')`,
    mend: `ALTER TABLE "Notification" DROP CONSTRAINT extra`,
    meet: () => prisma().notification.create({ data: newNotification() }),
  },
  {
    what: "an enum value that the database does not know",
    code: "22P02",
    drift: `ALTER TYPE "UserRole" RENAME VALUE 'ADMIN' TO 'CHIEF'`,
    mend: `ALTER TYPE "UserRole" RENAME VALUE 'CHIEF' TO 'ADMIN'`,
    meet: () => prisma().user.findMany({ where: { role: "ADMIN" } }),
  },
  {
    what: "a sequence at its end",
    code: "2200H",
    drift: `ALTER SEQUENCE "Notification_id_seq" MAXVALUE 1000 START 1 RESTART 1000; SELECT nextval('"Notification_id_seq"')`,
    mend: `ALTER SEQUENCE "Notification_id_seq" NO MAXVALUE RESTART 1`,
    meet: () => prisma().notification.create({ data: newNotification() }),
  },
];

describe("what drift would explain, and a bug as well, is told and not called a missing migration:", () => {
  it.each(suspicions)("$what ($code)", async ({ code, drift, mend, meet }) => {
    await rows(drift);
    try {
      const error = await errorOf(meet);
      expect(readDatabaseError(error)).toMatchObject({ kind: "suspect", code });
      expect(isAppError(toAppError(error))).toBe(false);
    } finally {
      await rows(mend);
    }
  });
});

describe("what is not a missing migration", () => {
  afterEach(async () => {
    await administrate(`ALTER DATABASE ${database} RESET default_transaction_read_only`);
    await administrate(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    await disconnectDatabase();
  });

  it.each([
    ["a model query", () => prisma().notification.create({ data: newNotification() })],
    ["raw SQL", () => rows(`UPDATE "Notification" SET title = 'x'`)],
    ["a transaction", () => prisma().$transaction((tx) => tx.notification.deleteMany())],
  ])("a read-only database, in %s, is one that takes no changes", async (_way, work) => {
    await administrate(`ALTER DATABASE ${database} SET default_transaction_read_only = on`);
    await disconnectDatabase();
    const error = await errorOf(work);
    expect(readDatabaseError(error)).toMatchObject({ kind: "unavailable", code: "25006" });
    expect(toAppError(error)).toMatchObject({
      code: "DATABASE_UNAVAILABLE",
      publicMessage: "The database takes no changes at the moment.",
    });
  });

  it.each([
    ["a model query", () => prisma().notification.count()],
    ["raw SQL", () => rows(`SELECT 1`)],
  ])("a database that lets nobody in, in %s, is one that cannot be reached", async (_way, work) => {
    await disconnectDatabase();
    await administrate(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    expect(toAppError(await errorOf(work))).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  });

  it("an ordinary refusal, such as a duplicate, is neither", async () => {
    await prisma().notification.create({ data: newNotification() });
    const error = await errorOf(() => prisma().notification.create({ data: newNotification() }));
    expect(readDatabaseError(error)?.kind).toBe("other");
    expect(toAppError(error)).toBe(error);
  });
});
