// Who is told of what happens, from a terminal. docs/INBOX_API.md has the events and how to check their signature.
// Usage: npm run webhooks -- list
//        npm run webhooks -- add <url> [--event message.received …]     all events without a word; shows the secret once
//        npm run webhooks -- enable <id>
//        npm run webhooks -- remove <id>
//        npm run webhooks -- rotate <id>                               another secret; both sign for a day
//        npm run webhooks -- test <id>                                 sends webhook.test, and says what came of it
//        npm run webhooks -- deliver                                   sends what is due, once
//        options: --org <slug> where there are several organizations, --json

import { userInfo } from "node:os";
import { Command } from "commander";
import { whichOrganization } from "@/domain/integrations";
import * as webhooks from "@/domain/webhooks-out";
import { type ExitCode, runWithDatabase } from "./local/run-command";

interface Options {
  org?: string;
  json?: boolean;
  event?: string[];
}

interface Who {
  organizationId: string;
  actor: string;
}

const program = new Command("npm run webhooks --").description("Who is told of what happens.");

command("list", "who is told, and how that goes").action((options: Options) =>
  work(options, async ({ organizationId }) => {
    const endpoints = await webhooks.listEndpoints(organizationId);
    const lines = endpoints.map(({ id, url, events, disabledReason, failingSince }) => {
      const what = events.length === 0 ? "everything" : events.join(", ");
      const failing = failingSince ? `takes nothing since ${failingSince.toISOString()}` : "well";
      return `${id}  ${url}  ${what}  ${disabledReason ? `off: ${disabledReason}` : failing}`;
    });
    return { json: endpoints, lines: lines.length === 0 ? ["Nobody is told."] : lines };
  }),
);

command("add", "tell another")
  .argument("<url>", "https://…")
  .option("--event <type...>", "only of these")
  .action((url: string, options: Options) =>
    work(options, async (who) => {
      const { endpoint, secret } = await webhooks.addEndpoint({ ...who, url, events: options.event ?? [] });
      return {
        json: { endpoint, secret },
        lines: [`${endpoint.id} is told.`, `Its secret, shown once: ${secret}`],
      };
    }),
  );

idCommand("enable", "tell it again, also what it has missed since it was switched off", async (which) => {
  const endpoint = await webhooks.changeEndpoint(which, { isEnabled: true });
  return { json: endpoint, lines: [`${endpoint.url} is told again.`] };
});

idCommand("remove", "tell it nothing more", async (which) => {
  await webhooks.removeEndpoint(which);
  return { json: { id: which.id }, lines: ["It is told nothing more."] };
});

idCommand("rotate", "another secret; the one before signs as well for a day", async (which) => {
  const rotated = await webhooks.rotateSecret(which);
  const lines = [
    `Its secret, shown once: ${rotated.secret}`,
    `Both sign until ${rotated.previousUntil.toISOString()}.`,
  ];
  return { json: rotated, lines };
});

idCommand("test", "send it webhook.test", async (which) => {
  const eventId = await webhooks.testEndpoint(which);
  await webhooks.deliverWebhooks();
  const { events } = await webhooks.listEvents({
    organizationId: which.organizationId,
    endpointId: which.id,
  });
  const event = events.find(({ id }) => id === eventId);
  const isTaken = event?.status === "delivered";
  const lines = [
    isTaken ? `It answered ${event.httpStatus}.` : `Not taken: ${event?.error ?? "nobody knows"}`,
  ];
  return { json: event, lines, exitCode: isTaken ? 0 : 1 };
});

command("deliver", "send what is due, once").action((options: Options) =>
  work(options, async () => {
    const counts = await webhooks.deliverWebhooks();
    const lines = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
    return { json: counts, lines: lines.length === 0 ? ["Nothing was due."] : lines };
  }),
);

await program.parseAsync();

interface Answer {
  json: unknown;
  lines: string[];
  exitCode?: ExitCode;
}

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--org <slug>", "of which organization")
    .option("--json", "as JSON");
}

function idCommand(
  name: string,
  description: string,
  verb: (which: Who & { id: string }) => Promise<Answer>,
) {
  command(name, description)
    .argument("<id>", "of the webhook, as list tells it")
    .action((id: string, options: Options) => work(options, (who) => verb({ ...who, id })));
}

function work({ org, json }: Options, verb: (who: Who) => Promise<Answer>): Promise<void> {
  return runWithDatabase(async () => {
    const { id: organizationId } = await whichOrganization(org);
    const answer = await verb({ organizationId, actor: `operator:${userInfo().username}` });
    process.stdout.write(`${json ? JSON.stringify(answer.json, null, 2) : answer.lines.join("\n")}\n`);
    return answer.exitCode ?? 0;
  });
}
