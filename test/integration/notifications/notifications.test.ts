import { beforeEach, describe, expect, it } from "vitest";
import { listNotifications, readNotification, snoozeNotification } from "@/domain/notifications";
import { prisma } from "@/infra/database/prisma";
import { createIntegration } from "../../support/factories";
import { ownDatabase, rows } from "../../support/own-database";

ownDatabase();

let ids: number[];

beforeEach(async () => {
  const { organizationId } = await createIntegration();
  ids = [];
  for (const title of ["first", "second", "third"]) {
    const data = { organizationId, kind: "BOT_NOTE", title, dedupeKey: title };
    ids.push(Number((await prisma().notification.create({ data })).id));
  }
});

const inOneHour = () => new Date(Date.now() + 3_600_000);

/** The titles of what is listed of this test's own, in that order. */
async function listed(all = false) {
  const found = await listNotifications({ all, limit: 100 });
  return found.filter(({ id }) => ids.includes(id)).map(({ title }) => title);
}

const [first, second] = [() => ids[0] ?? 0, () => ids[1] ?? 0];

describe("notifications", () => {
  it("are listed while nobody has read them, the newest first, and no more than asked for", async () => {
    expect(await listed()).toEqual(["third", "second", "first"]);
    expect(await listNotifications({ all: false, limit: 1 })).toMatchObject([
      { title: "third", readAt: null },
    ]);
  });

  it("are gone when they were read, and were read when they were read first", async () => {
    await readNotification(second());
    expect(await listed()).toEqual(["third", "first"]);
    expect(await listed(true)).toEqual(["third", "second", "first"]);
    await rows(`UPDATE "Notification" SET "readAt" = '2026-01-01T00:00:00Z' WHERE id = $1`, [second()]);
    await readNotification(second());
    const { readAt } = await prisma().notification.findUniqueOrThrow({ where: { id: second() } });
    expect(readAt).toEqual(new Date("2026-01-01T00:00:00Z"));
  });

  it("are gone while they are put aside, and unread when they come back", async () => {
    await snoozeNotification(first(), inOneHour());
    expect(await listed()).toEqual(["third", "second"]);
    await rows(`UPDATE "Notification" SET "snoozedUntil" = now() - interval '1 second' WHERE id = $1`, [
      first(),
    ]);
    expect(await listed()).toEqual(["third", "second", "first"]);
  });

  it("cannot be put aside into the past, and stay as they were", async () => {
    const past = new Date(Date.now() - 60_000);
    await expect(snoozeNotification(first(), past)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await listed()).toContain("first");
    await snoozeNotification(first(), inOneHour());
    await expect(snoozeNotification(first(), past)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await listed()).not.toContain("first");
  });

  it("that were read cannot be put aside, and those that do not exist cannot be read", async () => {
    await readNotification(first());
    await expect(snoozeNotification(first(), inOneHour())).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readNotification(999_999_999)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
