// The people who sign in, from a terminal. A password is made up and shown once, or read from standard input (--type); it is
// never an argument, which others on the machine could read.
// Usage: npm run users -- add <e-mail> --name <name> [--admin] [--type]
//        npm run users -- list
//        npm run users -- password <e-mail> [--type]          a new password; ends all their sessions
//        npm run users -- disable <e-mail>                    ends all their sessions, too
//        npm run users -- enable <e-mail>
//        npm run users -- role <e-mail> admin|agent
//        npm run users -- sessions [e-mail]                   who is signed in where
//        npm run users -- revoke <e-mail> [session id]        ends one of their sessions, or all
//        options: --org <slug> where there are several organizations, --json
// Exit: 0 done · 2 it could not be done.

import { Argument, Command } from "commander";
import { whichOrganization } from "@/domain/integrations";
import {
  addUser,
  changeUser,
  type ListedUser,
  listSessions,
  listUsers,
  revokeSessions,
  type SessionRow,
  setPassword,
  type UserChange,
} from "@/domain/users";
import { AppError } from "@/lib/errors";
import { operator } from "./local/operator";
import { runWithDatabase } from "./local/run-command";
import { textTable } from "./local/text-table";
import { readPassword } from "./users/read-password";

interface Options {
  org?: string;
  json?: boolean;
  name?: string;
  admin?: boolean;
  type?: boolean;
}

interface Answer {
  json: unknown;
  lines: string[];
}

const actor = operator();
const program = new Command("npm run users --").description("The people who sign in.");

command("add", "add somebody, with a password that is shown once")
  .argument("<email>", "what they sign in with")
  .requiredOption("--name <name>", "what others see")
  .option("--admin", "may add people, and change what the business is")
  .option("--type", "read the password from standard input")
  .action((email: string, options: Options) =>
    work(options, async (organizationId) => {
      const typed = options.type ? await readPassword() : undefined;
      const role = options.admin ? "ADMIN" : "AGENT";
      const name = options.name ?? email;
      const added = await addUser({ organizationId, email, name, role, password: typed, actor });
      return withPassword(
        `${email} can sign in now.`,
        { userId: added.userId },
        typed ? null : added.password,
      );
    }),
  );

command("list", "everybody").action((options: Options) =>
  work(options, async (organizationId) => {
    const users = await listUsers(organizationId);
    return { json: users, lines: users.length > 0 ? [textTable(users.map(userLine))] : ["There is nobody."] };
  }),
);

command("password", "give a new password; ends all their sessions")
  .argument("<email>")
  .option("--type", "read it from standard input")
  .action((email: string, options: Options) =>
    work(options, async (organizationId) => {
      const { id: userId } = await find(organizationId, email);
      const typed = options.type ? await readPassword() : undefined;
      const password = await setPassword({ organizationId, userId, actor }, typed);
      return withPassword(`${email} has a new password.`, { userId }, typed ? null : password);
    }),
  );

change("disable", "take out of use; ends all their sessions", { disabled: true });
change("enable", "bring back into use", { disabled: false });

command("role", "make an admin or an agent of somebody")
  .argument("<email>")
  .addArgument(new Argument("<role>").choices(["admin", "agent"]))
  .action((email: string, role: string, options: Options) =>
    work(options, (organizationId) =>
      changeSomebody(organizationId, email, { role: role === "admin" ? "ADMIN" : "AGENT" }),
    ),
  );

command("sessions", "who is signed in where")
  .argument("[email]")
  .action((email: string | undefined, options: Options) =>
    work(options, async (organizationId) => {
      const userId = email === undefined ? null : (await find(organizationId, email)).id;
      const sessions = await listSessions(organizationId, userId);
      const lines = sessions.length > 0 ? [textTable(sessions.map(sessionLine))] : ["Nobody is signed in."];
      return { json: sessions, lines };
    }),
  );

command("revoke", "end one of their sessions, or all")
  .argument("<email>")
  .argument("[session]", "its id: npm run users -- sessions")
  .action((email: string, sessionId: string | undefined, options: Options) =>
    work(options, async (organizationId) => {
      const { id: userId } = await find(organizationId, email);
      const ended = await revokeSessions({ organizationId, userId, sessionId: sessionId ?? null, actor });
      if (ended === 0 && sessionId) throw new AppError("NOT_FOUND", `${email} has no session ${sessionId}.`);
      return { json: { ended }, lines: [`${ended} session(s) of ${email} have ended.`] };
    }),
  );

await program.parseAsync();

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--org <slug>", "where there are several organizations")
    .option("--json", "as JSON");
}

function change(name: string, description: string, wanted: UserChange): void {
  command(name, description)
    .argument("<email>")
    .action((email: string, options: Options) =>
      work(options, (organizationId) => changeSomebody(organizationId, email, wanted)),
    );
}

async function changeSomebody(organizationId: string, email: string, wanted: UserChange): Promise<Answer> {
  const { id: userId } = await find(organizationId, email);
  await changeUser({ organizationId, userId, actor }, wanted);
  const user = await find(organizationId, email);
  return { json: user, lines: [textTable([userLine(user)])] };
}

async function find(organizationId: string, email: string): Promise<ListedUser> {
  const users = await listUsers(organizationId);
  const found = users.find((user) => user.email.toLowerCase() === email.trim().toLowerCase());
  if (found) return found;
  throw new AppError("NOT_FOUND", `There is nobody with the e-mail address ${email}.`);
}

function withPassword(sentence: string, json: object, password: string | null): Answer {
  const lines = password === null ? [sentence] : [sentence, `Password, shown this once: ${password}`];
  return { json: { ...json, ...(password !== null && { password }) }, lines };
}

function userLine({ email, name, role, disabledAt, hasPassword, sessions }: ListedUser): string[] {
  const state = disabledAt ? "disabled" : hasPassword ? "" : "no password yet";
  return [email, name, role.toLowerCase(), `${sessions} session(s)`, state];
}

function sessionLine({ id, userName, ipAddress, userAgent, renewedAt }: SessionRow): string[] {
  return [id, userName, ipAddress ?? "", renewedAt.toISOString(), (userAgent ?? "").slice(0, 60)];
}

function work(options: Options, verb: (organizationId: string) => Promise<Answer>): Promise<void> {
  return runWithDatabase(async () => {
    const { id } = await whichOrganization(options.org);
    const { json, lines } = await verb(id);
    process.stdout.write(`${options.json ? JSON.stringify(json) : lines.join("\n")}\n`);
    return 0;
  });
}
