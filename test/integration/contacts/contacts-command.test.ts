import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandFile } from "../../support/command-file";
import { createIntegration, customerWrites, newCustomer } from "../../support/factories";
import { ownDatabase, rows } from "../../support/own-database";

ownDatabase();

function contacts(...args: string[]) {
  const command = [commandFile("contacts"), ...args];
  const env = { ...process.env, SESSION_SECRET: "canary-session-secret", VITEST: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

const contactsOf = (phone: string) => rows(`SELECT id FROM "Contact" WHERE phone = $1`, [phone]);

describe("npm run contacts -- erase", () => {
  it("without --yes says what would go and changes nothing, with it erases, and shows neither name nor number", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "canary one", "canary two");

    const dry = contacts("erase", `+${from}`, "--json");
    expect(dry.status).toBe(0);
    expect(JSON.parse(dry.stdout)).toMatchObject({
      isErased: false,
      counts: { Contact: 1, Message: 2, OutboundJob: 2, webhook_delivery_log: 1 },
    });
    expect(await contactsOf(from)).toHaveLength(1);

    const done = contacts("erase", from, "--yes");
    expect({ status: done.status, stderr: done.stderr }).toEqual({ status: 0, stderr: "" });
    expect(done.stdout).toContain("2 message(s), 2 job(s), 2 of them open");
    expect(dry.stdout + done.stdout).not.toContain(from);
    expect(await contactsOf(from)).toEqual([]);
    expect(contacts("erase", from, "--yes")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("Nobody is found"),
    });
  });

  it("asks for the id where a number is known to two businesses", async () => {
    const from = newCustomer();
    for (const { phoneNumberId } of [await createIntegration(), await createIntegration()])
      await customerWrites(phoneNumberId, from, "hello");
    expect(contacts("erase", from, "--yes")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--id"),
    });
    const [first] = await contactsOf(from);
    expect(contacts("erase", String(first?.id), "--id", "--yes").status).toBe(0);
    expect(await contactsOf(from)).toHaveLength(1);
  });
});

describe("npm run contacts -- merge", () => {
  it("makes one of two, says how to take it back, and takes it back", async () => {
    const { phoneNumberId } = await createIntegration();
    const [from, other] = [newCustomer(), newCustomer()];
    await customerWrites(phoneNumberId, from, "canary one");
    await customerWrites(phoneNumberId, other, "canary two");
    const [[one], [two]] = [await contactsOf(from), await contactsOf(other)];

    const merged = contacts("merge", String(one?.id), String(two?.id));
    expect({ status: merged.status, stderr: merged.stderr }).toEqual({ status: 0, stderr: "" });
    const mergeId = /unmerge (\d+)/.exec(merged.stdout)?.[1] ?? "";
    expect(contacts("merges").stdout).toMatch(
      new RegExp(`${mergeId} +done +contact ${two?.id} into ${one?.id}`),
    );
    expect(contacts("unmerge", mergeId).status).toBe(0);
    expect(contacts("unmerge", mergeId)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("cannot be undone"),
    });
  });
});
