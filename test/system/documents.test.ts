// What the documents tell people to type is typed here, and what they promise to see is looked for.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { customerWrites, newCustomer } from "../support/factories";
import { secrets } from "../support/own-app";
import { ownDatabase, row } from "../support/own-database";
import { ownSystem, phoneNumberId } from "../support/own-system";
import { runShell } from "../support/run-shell";

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
  const [message] = await customerWrites(phoneNumberId, newCustomer(), "hello");
  const { id, conversationId } = await row<{ id: number; conversationId: number }>(
    `SELECT id, "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
    [message],
  );
  Object.assign(variables, secrets, {
    ...system.env,
    URL: system.app.url,
    APP_URL: system.app.url,
    APP_LOG: join(folder, "app.log"),
    JOB: String(id),
    CONVERSATION: String(conversationId),
    NODE_ENV: "production",
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const documents = ["docs/PRODUCTION_CHECKLIST.md"];

describe.each(documents)("%s keeps its word:", (document) => {
  const steps = stepsOf(document);

  it("it has commands", () => {
    expect(steps.length).toBeGreaterThan(0);
  });

  it.each(steps)("$heading", async ({ commands, promised }) => {
    writeFileSync(variables.APP_LOG ?? "", system.app.output.join("\n"));
    const { exitCode, output } = await runShell(`set -eo pipefail\n${commands}`, variables);
    expect([exitCode, output]).toEqual([0, output]);
    for (const line of promised) expect(output).toMatch(patternOf(line));
  });
});

function patternOf(line: string): RegExp {
  const parts = line.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join(".*"));
}
