// Business numbers from a terminal. Access tokens come from standard input, or with --token-from from a variable of the
// environment; never from an argument, which every process of the machine can read.
// Usage: npm run integrations -- list [--json]
//        npm run integrations -- add <phone number id> [--organization slug] [--waba id] [--portfolio id] [--time-zone name]
//        npm run integrations -- set <phone number id> [--name "Shop"] [--waba id] [--portfolio id] [--time-zone name]
//        npm run integrations -- verify [phone number id] [--json]            everything about it, against Meta
//        npm run integrations -- rotate <phone number id>                     another access token, if Meta takes it
//        npm run integrations -- subscribe <phone number id>                  have Meta send its webhooks to our app
//        npm run integrations -- hours <phone number id> [--quiet 22:00-07:00] [--open mon-fri=09:00-18:00 …] [--none]
//        npm run integrations -- resume <phone number id>                     after Meta has stopped it
//        npm run integrations -- limit <phone number id> <messages a second>  80, 20 for coexistence, up to 1000
//        npm run integrations -- rotate-secret [--json]                       after SESSION_SECRET was replaced
// Exit code of verify: 0 all holds, 1 something does not, 2 something could not be checked.

import { Command, InvalidArgumentError } from "commander";
import {
  addIntegration,
  changeIntegration,
  limitIntegration,
  listIntegrations,
  resumeIntegration,
  rotateAccessToken,
  rotateIntegrationTokens,
  setHours,
  subscribeIntegration,
  verifyIntegration,
} from "@/domain/integrations";
import { resealSecrets } from "@/domain/webhooks-out";
import { readToken } from "./integrations/read-token";
import { type Check, exitCodeOf, runCheck, toTable } from "./local/check-report";
import { type ExitCode, runWithDatabase } from "./local/run-command";
import { wholeNumber } from "./local/whole-number";

const program = new Command("npm run integrations --").description(
  "The business numbers that are answered for.",
);

/** A command about one number. */
const numberCommand = (name: string, description: string) =>
  program.command(name).description(description).argument("<phone-number-id>", "Meta's id of the number");

/** What can be said of a number. */
const withSettings = (command: Command) =>
  command
    .option("--name <name>", "what to call it")
    .option("--display-number <number>", "the phone number that people see")
    .option("--waba <id>", "its WhatsApp Business Account; verify finds it where the token tells")
    .option("--portfolio <id>", "its business portfolio: within it a user id is one person")
    .option("--time-zone <name>", "such as America/Sao_Paulo");

interface SettingsOptions {
  name?: string;
  displayNumber?: string;
  waba?: string;
  portfolio?: string;
  timeZone?: string;
}

const toSettings = ({ name, displayNumber, waba, portfolio, timeZone }: SettingsOptions) => ({
  ...{ name, timeZone },
  displayPhoneNumber: displayNumber,
  wabaId: waba,
  portfolioId: portfolio,
});

/** Does one thing and says so. */
const saying = (work: () => Promise<string>) =>
  runWithDatabase(async () => {
    print(await work());
    return 0;
  });

program
  .command("list")
  .description("all numbers and where their access tokens come from")
  .option("--json", "as JSON")
  .action(({ json }) => saying(() => list(Boolean(json))));

withSettings(numberCommand("add", "add a number; its access token is read from standard input"))
  .option("--organization <slug>", "whose it is; not needed where there is only one organization")
  .option("--token-from <variable>", "read the access token from this variable of the environment")
  .action((phoneNumberId, { organization, tokenFrom, ...options }) =>
    saying(async () => {
      const accessToken = await readToken(tokenFrom);
      await addIntegration({ phoneNumberId, accessToken, organization, ...toSettings(options) });
      return `Added ${phoneNumberId}. Now: npm run integrations -- verify ${phoneNumberId}`;
    }),
  );

withSettings(numberCommand("set", "change what is known of a number")).action((phoneNumberId, options) =>
  saying(async () => {
    await changeIntegration(phoneNumberId, toSettings(options));
    return `${phoneNumberId} is changed.`;
  }),
);

program
  .command("verify")
  .description("ask Meta whether token, permissions, number, account and webhooks are as they should be")
  .argument("[phone-number-id]", "one number; all active ones unless given")
  .option("--json", "as JSON")
  .action((phoneNumberId, { json }) => runWithDatabase(() => verify(phoneNumberId, Boolean(json))));

numberCommand("rotate", "another access token, read from standard input, if Meta takes it for this number")
  .option("--token-from <variable>", "read the access token from this variable of the environment")
  .action((phoneNumberId, { tokenFrom }) =>
    saying(async () => {
      await rotateAccessToken(phoneNumberId, await readToken(tokenFrom));
      return `${phoneNumberId} has a new access token.`;
    }),
  );

numberCommand("subscribe", "have Meta send the webhooks of the number's account to our app").action(
  (phoneNumberId) =>
    saying(async () => {
      await subscribeIntegration(phoneNumberId);
      return `The webhooks of ${phoneNumberId} go to our app.`;
    }),
);

numberCommand("hours", "when the bot keeps quiet, and when people are there; in the number's time zone (set)")
  .option("--quiet <span>", "the bot sends nothing then, such as 22:00-07:00", toQuietHours)
  .option("--open <days=span>", "people are there, such as mon-fri=09:00-18:00; repeatable", toOpening, {})
  .option("--none", "neither any more")
  .action((phoneNumberId, { quiet, open, none }) =>
    saying(async () => {
      const isOpen = Object.keys(open).length > 0;
      if (!none && !quiet && !isOpen) program.error("error: say --quiet, --open or --none", { exitCode: 2 });
      const none_ = none ? null : undefined;
      await setHours(phoneNumberId, { quietHours: quiet ?? none_, businessHours: isOpen ? open : none_ });
      return `The hours of ${phoneNumberId} are changed.`;
    }),
  );

numberCommand("resume", "let a number send again that Meta has stopped, once the reason is gone").action(
  (phoneNumberId) =>
    saying(async () => {
      await resumeIntegration(phoneNumberId);
      return `${phoneNumberId} sends again.`;
    }),
);

numberCommand("limit", "say how many messages a second Meta lets a number send")
  .argument("<per-second>", "1 to 1000", wholeNumber(1, 1_000))
  .action((phoneNumberId, perSecond) =>
    saying(async () => {
      await limitIntegration(phoneNumberId, perSecond);
      return `${phoneNumberId} sends up to ${perSecond} messages a second.`;
    }),
  );

program
  .command("rotate-secret")
  .description("seal all stored access tokens with SESSION_SECRET, so that SESSION_SECRET_PREVIOUS can go")
  .option("--json", "as JSON")
  .action(({ json }) =>
    runWithDatabase(async () => {
      const result = await rotateIntegrationTokens();
      const webhooks = await resealSecrets();
      print(json ? JSON.stringify({ ...result, webhooks }) : describeRotation(result, webhooks));
      return result.unreadable.length + webhooks.unreadable.length === 0 ? 0 : 1;
    }),
  );

await program.parseAsync();

async function list(isJson: boolean): Promise<string> {
  const rows = await listIntegrations();
  if (isJson) return JSON.stringify(rows, null, 2);
  const lines = rows.map((row) =>
    [
      row.phoneNumberId,
      row.status,
      `token: ${row.token}`,
      `${row.sendsPerSecond}/s`,
      row.organization,
      row.displayPhoneNumber ?? "",
      row.isDefault ? `${row.name} (default)` : row.name,
      row.stoppedReason ?? "",
    ]
      .filter(Boolean)
      .join("  "),
  );
  return lines.join("\n") || "No numbers. Run: npm run db:seed";
}

/** The checks of every number, each under its id where there are several. */
async function verify(one: string | undefined, isJson: boolean): Promise<ExitCode> {
  const rows = await listIntegrations();
  const active = rows.filter(({ status }) => status !== "DISABLED").map(({ phoneNumberId }) => phoneNumberId);
  const numbers = one === undefined ? active : [one];
  const checks: Check[] = [];
  for (const number of numbers) {
    const found = await runCheck("integration", () => verifyIntegration(number));
    const under = ({ name, ...check }: Check) => ({ name: `${number} ${name}`, ...check });
    checks.push(...(numbers.length === 1 ? found : found.map(under)));
  }
  if (checks.length === 0) {
    const mend = "npm run integrations -- add <phone number id>";
    checks.push({ name: "integrations", status: "fail", detail: "there is no number", mend });
  }
  const exitCode = exitCodeOf(checks);
  print(isJson ? JSON.stringify({ ok: exitCode === 0, checks }, null, 2) : toTable("Integrations", checks));
  return exitCode;
}

function describeRotation(
  { rotated, current, unreadable }: Awaited<ReturnType<typeof rotateIntegrationTokens>>,
  webhooks: Awaited<ReturnType<typeof resealSecrets>>,
) {
  const lines = unreadable.map(
    (phoneNumberId) =>
      `${phoneNumberId}: neither secret opens its token. Run: npm run integrations -- rotate ${phoneNumberId}`,
  );
  for (const id of webhooks.unreadable)
    lines.push(`Webhook ${id}: neither secret opens its own. Give it another in Operations, Webhooks.`);
  if (webhooks.resealed > 0) lines.push(`${webhooks.resealed} webhooks' secrets sealed anew.`);
  const end =
    lines.length === 0 ? "SESSION_SECRET_PREVIOUS is not needed any more." : "Keep the old secret for now.";
  return [`${rotated} sealed anew, ${current} were current.`, ...lines, end].join("\n");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function toQuietHours(text: string): { from: string; to: string } {
  const [from, to, ...rest] = text.split("-");
  if (!from || !to || rest.length > 0) throw new InvalidArgumentError("is no span such as 22:00-07:00");
  return { from, to };
}

type Openings = Record<string, [string, string][]>;

/** `mon-fri=09:00-18:00` or `sat=10:00-14:00`, added to those before. */
function toOpening(text: string, before: Openings): Openings {
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const [, first = "", last = first, from = "", to = ""] =
    /^(\w{3})(?:-(\w{3}))?=(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? [];
  const [begin, end] = [days.indexOf(first), days.indexOf(last)];
  if (begin < 0 || end < begin) throw new InvalidArgumentError("is nothing such as mon-fri=09:00-18:00");
  const named = days.slice(begin, end + 1);
  return {
    ...before,
    ...Object.fromEntries(named.map((day) => [day, [...(before[day] ?? []), [from, to]]])),
  };
}
