import { createServer, connect as openSocket, type Socket } from "node:net";
import pg from "pg";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { runOutbound } from "@/domain/runner";
import { startBudget } from "@/domain/schema";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";
import { seed } from "../../../../scripts/db/seed-rows";
import { waitUntil } from "../../../../scripts/local/processes";
import { customerWrites, newCustomer } from "../../../support/factories";
import { relations, verify } from "../../../support/foreign-keys";
import { ownDatabase, row, rows } from "../../../support/own-database";
import { ownSimulator } from "../../../support/own-simulator";

ownDatabase();
const simulator = ownSimulator();

beforeAll(async () => {
  await seed(() => undefined);
  const from = newCustomer();
  await customerWrites(simulator.phoneNumberId, from, "Hello", "Do you deliver?");
  await customerWrites(simulator.phoneNumberId, newCustomer(), "What are your opening hours?");
  await runOutbound();
  await customerWrites(simulator.phoneNumberId, from, "Thank you");
});

/** Connects in another way until the end of the test. */
async function connectAs(change: (url: URL) => void): Promise<void> {
  const url = new URL(process.env.DATABASE_URL ?? "");
  change(url);
  await disconnectDatabase();
  process.env.DATABASE_URL = url.href;
  reloadEnv();
}

let own = "";
beforeAll(() => {
  own = process.env.DATABASE_URL ?? "";
});
afterEach(async () => {
  await connectAs((url) => {
    url.href = own;
  });
});

it("holds for the seed and some conversations", async () => {
  const report = await verify();
  expect(report).toMatchObject({ status: "holds", findings: [], notChecked: [] });
  const seen = Object.fromEntries(report.relations.map(({ name, orphans }) => [name, orphans.rows]));
  expect(seen).toMatchObject({
    "Message.conversationId": 6,
    "OutboundJob.coalescedIntoId": 1,
    "OutboundJob.answeredJobIds": 1,
    "AiUsage.jobId": 2,
    "User.organizationId": 1,
  });
});

describe("with little permission", () => {
  const reader = async () => {
    const { name } = await row<{ name: string }>("SELECT 'reader_' || current_database() AS name");
    await rows(`DO $$ BEGIN CREATE ROLE ${name} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
    await rows(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${name}`);
    return name;
  };
  const forget = async (name: string) => {
    await rows(`DROP OWNED BY ${name}`);
    await rows(`DROP ROLE ${name}`);
  };

  it("needs no more than SELECT, over a connection that can only read", async () => {
    const name = await reader();
    await connectAs((url) => {
      url.username = name;
      url.searchParams.set("options", "-c default_transaction_read_only=on");
    });
    expect(await verify()).toMatchObject({ status: "holds", database: { user: name } });
    await expect(rows(`CREATE TABLE forbidden ()`)).rejects.toMatchObject({ code: "25006" });
    await connectAs((url) => {
      url.href = own;
    });
    await forget(name);
  });

  it("says which relations it may not look at", async () => {
    const name = await reader();
    await rows(`REVOKE SELECT ON "Contact" FROM ${name}`);
    await connectAs((url) => {
      url.username = name;
    });
    const report = await verify();
    expect(report).toMatchObject({ status: "not checked", findings: [] });
    expect(report.notChecked.map(({ relation }) => relation)).toEqual([
      "Contact.organizationId",
      "Contact.mergedIntoId",
      "ContactAlias.contactId",
      "Conversation.contactId",
      "AiUsage.contactId",
    ]);
    expect(report.notChecked[0]?.reason).toContain("42501");
    await connectAs((url) => {
      url.href = own;
    });
    await forget(name);
  });

  it("does not take rows that row-level security hides for rows that are not there", async () => {
    const name = await reader();
    await rows(`DROP POLICY everybody_else ON "Integration"`);
    await connectAs((url) => {
      url.username = name;
    });
    const report = await verify();
    expect(report).toMatchObject({ status: "not checked", findings: [] });
    expect(report.notChecked.map(({ relation }) => relation)).toContain("Conversation.integrationId");
    await connectAs((url) => {
      url.href = own;
    });
    await rows(`CREATE POLICY everybody_else ON "Integration" USING (current_user <> 'replyonce_inbox')`);
    await forget(name);
  });
});

describe("when the database is busy or goes away", () => {
  it("does not wait long behind a migration, and says what it could not look at", async () => {
    const migration = new pg.Client({ connectionString: own });
    await migration.connect();
    await migration.query(`BEGIN; LOCK TABLE "Conversation" IN ACCESS EXCLUSIVE MODE`);
    const report = await verify({ only: "Conversation.integrationId" });
    await migration.end();
    expect(report).toMatchObject({
      status: "not checked",
      notChecked: [{ relation: "Conversation.integrationId", reason: expect.stringContaining("lock") }],
    });
  });

  it("goes on after a connection is cut, without what was being looked at", async () => {
    const migration = new pg.Client({ connectionString: own });
    await migration.connect();
    await migration.query(`BEGIN; LOCK TABLE "AuditEvent" IN ACCESS EXCLUSIVE MODE`);
    const verified = verify();
    const cut = () =>
      rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    await waitUntil(async () => (await cut()).length, { what: "it to wait", timeoutMs: 10_000, everyMs: 10 });
    await migration.end();
    const report = await verified;
    expect(report.status).toBe("not checked");
    expect(report.notChecked.map(({ relation }) => relation)).toContain("AuditEvent.organizationId");
    expect(report.notChecked.length).toBeLessThan(5);
  });

  it("ends in its time when the server does not answer any more", async () => {
    let isFrozen = false;
    const sockets: Socket[] = [];
    const target = new URL(own);
    const proxy = createServer((socket) => {
      const server = openSocket(Number(target.port), target.hostname);
      sockets.push(socket, server);
      for (const each of [socket, server]) each.on("error", () => undefined);
      socket.on("data", (data) => isFrozen || server.write(data));
      server.on("data", (data) => isFrozen || socket.write(data));
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = proxy.address();
    await connectAs((url) => {
      url.port = String(typeof address === "object" ? address?.port : "");
    });
    const report = await verify({
      budget: startBudget(3),
      onProgress: ({ relation }) => {
        isFrozen ||= relation === "Contact.organizationId";
      },
    });
    expect(report.status).toBe("not checked");
    expect(report.notChecked).toContainEqual({
      relation: "Contact.organizationId",
      reason: "the time was used up",
    });
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });

  it("says that nobody answers instead of a result", async () => {
    await connectAs((url) => {
      url.port = "9";
    });
    await expect(verify()).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  });
});

it("refuses a relation that does not exist, naming those that do", async () => {
  await expect(verify({ only: "Message.contactId" })).rejects.toThrow("Message.conversationId");
});

it("looks at the relations of one table, or at one key", async () => {
  const names = async (only: string) => (await verify({ only })).relations.map(({ name }) => name);
  const ofMessages = ["Message.conversationId", "Message.organizationId"];
  expect(await names("Message")).toEqual(ofMessages);
  expect(await names("Message_conversationId_fkey")).toEqual(ofMessages.slice(0, 1));
  expect((await verify()).relations.map(({ name }) => name)).toEqual(relations.map(({ name }) => name));
});
