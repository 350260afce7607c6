// What the documents tell people to type is typed here, and what they promise to see is looked for.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { newCustomer } from "../support/factories";
import { postWebhook, secrets } from "../support/own-app";
import { ownDatabase, rows } from "../support/own-database";
import { ownSystem, phoneNumberId } from "../support/own-system";
import { metaDoes } from "../support/refusals";
import { runShell } from "../support/run-shell";
import { envelope, textMessage, toBytes } from "../support/wire";

interface Step {
  heading: string;
  commands: string;
  /** Lines of which each must be seen; `…` stands for anything. */
  promised: string[];
}

/** Each `sh` block, with the `text` block that follows it. What is shown to be read only has no language. */
function stepsOf(document: string): Step[] {
  const steps: Step[] = [];
  let heading = "";
  const parts = readFileSync(document, "utf8").matchAll(/^#+ (.+)$|^```(\w*)\n([\s\S]*?)^```/gm);
  for (const [, title, language, block = ""] of parts) {
    if (title) heading = title;
    if (language === "sh") steps.push({ heading, commands: block.trim(), promised: [] });
    if (language === "text") steps.at(-1)?.promised.push(...block.trim().split("\n"));
  }
  return steps;
}

ownDatabase();
const system = ownSystem();
const folder = mkdtempSync(join(tmpdir(), "replyonce-documents-"));
const variables: Record<string, string> = {};

beforeAll(async () => {
  const { id, conversationId, contactId } = await jobThat("done");
  Object.assign(variables, secrets, system.env, {
    URL: system.app.url,
    APP_URL: system.app.url,
    APP_LOG: join(folder, "app.log"),
    FINDING: "index_missing:Conversation_deletedAt_idx",
    JOB: String(id),
    CONVERSATION: String(conversationId),
    CONTACT: String(contactId),
    NUMBER: phoneNumberId,
    ORGANIZATION: `org-${phoneNumberId}`,
    NODE_ENV: "production",
    LOG_LEVEL: "info",
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A message to the app, and its job when that has come so far. */
async function jobThat(status: "done" | "uncertain" | "failed") {
  const from = newCustomer();
  if (status === "uncertain")
    await metaDoes(system.meta, { type: "cut-before-accept" }, { to: from, times: 1 });
  if (status === "failed")
    await metaDoes(system.meta, { type: "refuse", code: 131026 }, { to: from, times: 1 });
  const message = textMessage(from, "hello");
  await postWebhook(system.app.url, toBytes(envelope(phoneNumberId, { messages: [message] })));
  const job = () =>
    rows<{ id: number; conversationId: number; contactId: number }>(
      `SELECT j.id, j."conversationId", c."contactId" FROM "OutboundJob" j
       JOIN "Conversation" c ON c.id = j."conversationId"
       WHERE j."inboundProviderMessageId" = $1 AND j.status = $2`,
      [message.id, status],
    );
  return await waitUntil(async () => (await job())[0], {
    what: `a job that is ${status}`,
    timeoutMs: 15_000,
  });
}

const documents = ["docs/PRODUCTION_CHECKLIST.md", "docs/OPERATIONS.md"];

describe.each(documents)("%s keeps its word:", (document) => {
  const steps = stepsOf(document);

  it("it has commands", () => {
    expect(steps.length).toBeGreaterThan(0);
  });

  it.each(steps)("$heading", async ({ commands, promised }) => {
    writeFileSync(variables.APP_LOG ?? "", system.app.output.join("\n"));
    const said: string[] = [];
    for (const line of commands.split("\n")) {
      // Each of these settles it, so each needs one of its own.
      if (line.includes("$FAILED_JOB")) variables.FAILED_JOB = String((await jobThat("failed")).id);
      if (line.includes("$UNCERTAIN_JOB")) variables.UNCERTAIN_JOB = String((await jobThat("uncertain")).id);
      const { exitCode, output } = await runShell(`set -o pipefail; ${line}`, variables);
      expect([line, exitCode, output]).toEqual([line, 0, output]);
      said.push(output);
    }
    for (const line of promised) expect(said.join("\n")).toMatch(patternOf(line));
  });
});

function patternOf(line: string): RegExp {
  const parts = line.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join(".*"));
}
