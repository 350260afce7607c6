import { expect, it } from "vitest";
import { prisma } from "@/infra/database/prisma";
import { createIntegration } from "../../support/factories";
import { ownDatabase } from "../../support/own-database";
import { runScript } from "../../support/run-script";

ownDatabase();

const notifications = (...args: string[]) =>
  runScript("notifications", args, { env: { DATABASE_URL: process.env.DATABASE_URL } });

// Several processes; each takes seconds where others work on the machine.
it("npm run notifications lists, puts aside and reads", { timeout: 90_000 }, async () => {
  expect(await notifications("list")).toMatchObject({ exitCode: 0, stdout: "No notifications.\n" });
  const { organizationId } = await createIntegration();
  const told = { kind: "HANDOVER", title: "A customer waits for a person", body: "Asks for\na person" };
  const { id } = await prisma().notification.create({ data: { organizationId, ...told, dedupeKey: "1" } });

  const list = await notifications("list");
  expect(list).toMatchObject({ exitCode: 0, stderr: "" });
  expect(list.stdout).toMatch(new RegExp(`${id} +HANDOVER .*unread +A customer waits .*: Asks for a person`));
  expect(JSON.parse((await notifications("list", "--json")).stdout)).toMatchObject([
    { id: Number(id), ...told },
  ]);

  const aside = await notifications("snooze", String(id), "--minutes", "30");
  expect(aside).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("comes back at") });
  expect((await notifications("list")).stdout).toBe("No notifications.\n");
  expect((await notifications("list", "--all")).stdout).toContain("until ");

  const read = await notifications("read", String(id));
  expect(read).toMatchObject({ exitCode: 0, stdout: `Notification ${id} is read.\n` });
  expect(await notifications("snooze", String(id), "--minutes", "5")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("No unread notification"),
  });
  expect(await notifications("snooze", String(id))).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("Say until when"),
  });
});
