import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { runOutbound } from "@/domain/runner";
import { commandFile } from "../../support/command-file";
import { customerWrites, newCustomer } from "../../support/factories";
import { row } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { knowTemplate } from "../../support/templates";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

async function command(script: string, ...args: string[]) {
  const call = promisify(execFile)(process.execPath, [commandFile(script), ...args], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  return await call.then(
    ({ stdout }) => ({ code: 0, stdout, stderr: "" }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

async function conversation() {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "hello");
  const { conversationId } = await row<{ conversationId: number }>(
    `SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
    [wamid],
  );
  return { from, id: String(conversationId) };
}

const TEMPLATE = ["reopen_conversation", "en_US"];

describe("npm run templates", () => {
  it("has a template used for a purpose, and shows what would be read", async () => {
    await knowTemplate(phoneNumberId);
    const used = await command(
      "templates",
      "use",
      "reply",
      ...TEMPLATE,
      "--param",
      "{{customer_name|there}}",
    );
    expect(used.stdout).toMatch(/would read:\nHello Ana, we have an answer/);
  });

  it("sends one, as a person", async () => {
    await knowTemplate(phoneNumberId);
    const { from, id } = await conversation();
    expect(await command("templates", "send", id, ...TEMPLATE, "--param", "Bia")).toMatchObject({ code: 0 });
    await runOutbound();
    expect(await simulator.meta.effects({ recipient: from })).toMatchObject([
      { type: "template", text: expect.stringMatching(/^Hello Bia/) },
    ]);
  });
});

describe("npm run conversations -- send", () => {
  it("tells what is wrong with what it is to send", async () => {
    const { id } = await conversation();
    const title = "x".repeat(24);
    const json = { type: "interactive", kind: "button", body: "?", buttons: [{ id: "1", title }] };
    expect(await command("conversations", "send", id, "--json", JSON.stringify(json))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/button 1: title has 24 characters, Meta takes 20/),
    });
  });
});
