// Business numbers from a terminal.
// Usage: npm run integrations -- list [--json]
//        npm run integrations -- connect <phone number id> [--name "Shop"]    asks for the access token on stdin
//        npm run integrations -- resume <phone number id>                     after Meta has stopped it
//        npm run integrations -- rotate-secret [--json]                       after SESSION_SECRET was replaced
//        npm run integrations -- limit <phone number id> <messages a second>  80, 20 for coexistence, up to 1000

import { createInterface } from "node:readline/promises";
import { Command, InvalidArgumentError } from "commander";
import {
  connectIntegration,
  limitIntegration,
  listIntegrations,
  resumeIntegration,
  rotateIntegrationTokens,
} from "@/domain/integrations";
import { AppError } from "@/lib/errors";
import { runWithDatabase } from "./local/run-command";

const program = new Command("npm run integrations --").description(
  "The business numbers that are answered for.",
);

program
  .command("list")
  .description("all numbers and where their access tokens come from")
  .option("--json", "as JSON")
  .action(({ json }) =>
    runWithDatabase(async () => {
      const rows = await listIntegrations();
      const lines = rows.map(({ phoneNumberId, status, token, name, sendsPerSecond, stoppedReason }) =>
        `${phoneNumberId}  ${status}  token: ${token}  ${sendsPerSecond}/s  ${name}  ${stoppedReason ?? ""}`.trimEnd(),
      );
      print(json ? JSON.stringify(rows, null, 2) : lines.join("\n") || "No numbers. Run: npm run db:seed");
      return 0;
    }),
  );

program
  .command("connect")
  .description(
    "connect a number, or give a connected one another access token; it is read from standard input",
  )
  .argument("<phone-number-id>", "Meta's id of the number")
  .option("--name <name>", "what to call it", "WhatsApp")
  .action((phoneNumberId, { name }) =>
    runWithDatabase(async () => {
      // Not an argument: those can be read by every process of the machine.
      const accessToken = await readToken();
      const { isNew } = await connectIntegration({ phoneNumberId, accessToken, name });
      print(isNew ? `Connected ${phoneNumberId}.` : `${phoneNumberId} has a new access token.`);
      return 0;
    }),
  );

program
  .command("resume")
  .description("let a number send again that Meta has stopped, once the reason is gone")
  .argument("<phone-number-id>", "Meta's id of the number")
  .action((phoneNumberId) =>
    runWithDatabase(async () => {
      await resumeIntegration(phoneNumberId);
      print(`${phoneNumberId} sends again.`);
      return 0;
    }),
  );

program
  .command("limit")
  .description("say how many messages a second Meta lets a number send")
  .argument("<phone-number-id>", "Meta's id of the number")
  .argument("<per-second>", "1 to 1000", toRate)
  .action((phoneNumberId, perSecond) =>
    runWithDatabase(async () => {
      await limitIntegration(phoneNumberId, perSecond);
      print(`${phoneNumberId} sends up to ${perSecond} messages a second.`);
      return 0;
    }),
  );

program
  .command("rotate-secret")
  .description("seal all stored access tokens with SESSION_SECRET, so that SESSION_SECRET_PREVIOUS can go")
  .option("--json", "as JSON")
  .action(({ json }) =>
    runWithDatabase(async () => {
      const result = await rotateIntegrationTokens();
      print(json ? JSON.stringify(result) : describeRotation(result));
      return result.unreadable.length === 0 ? 0 : 1;
    }),
  );

await program.parseAsync();

function describeRotation({
  rotated,
  current,
  unreadable,
}: Awaited<ReturnType<typeof rotateIntegrationTokens>>) {
  const lines = unreadable.map(
    (phoneNumberId) =>
      `${phoneNumberId}: neither secret opens its token. Run: npm run integrations -- connect ${phoneNumberId}`,
  );
  const end =
    lines.length === 0 ? "SESSION_SECRET_PREVIOUS is not needed any more." : "Keep the old secret for now.";
  return [`${rotated} sealed anew, ${current} were current.`, ...lines, end].join("\n");
}

function toRate(value: string): number {
  const rate = Number(value);
  if (!Number.isInteger(rate) || rate < 1 || rate > 1_000)
    throw new InvalidArgumentError("It must be a whole number from 1 to 1000.");
  return rate;
}

async function readToken(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write("Access token: ");
  const lines = createInterface({ input: process.stdin, terminal: false });
  for await (const line of lines) if (line.trim()) return line.trim();
  throw new AppError("INVALID_INPUT", "No access token on standard input");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
