import { Command, InvalidArgumentError, Option } from "commander";
import { ZodError, z } from "zod";
import { describeEvent } from "./describe-event";
import { writeError, writeLine } from "./output";
import { defaultSettings, type SettingsPatch } from "./settings";
import { type Simulator, type SimulatorOptions, startSimulator } from "./start-simulator";

const PORTS_TRIED_MAX = 100;

interface CliOptions {
  port: number;
  webhookUrl?: string;
  appSecret?: string;
  accessToken?: string;
  phoneNumberId: string[];
  json?: boolean;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError("not a port");
  return port;
}

const collect = (value: string, before: string[]) => (value === "" ? before : [...before, value]);

function parseOptions(): CliOptions {
  const { APP_URL } = process.env;
  const webhookUrl = APP_URL ? `${APP_URL.replace(/\/$/, "")}/api/webhooks/whatsapp` : undefined;
  return new Command("simulator")
    .description("The WhatsApp Cloud API and a scripted AI on this machine: Graph API, webhooks, faults.")
    .option("--port <number>", "port; the next free one when taken", parsePort, 4010)
    .option(
      "--webhook-url <url>",
      "where webhooks go, APP_URL/api/webhooks/whatsapp unless given",
      webhookUrl,
    )
    .addOption(new Option("--app-secret <secret>", "signs webhooks").env("WHATSAPP_APP_SECRET"))
    .addOption(new Option("--access-token <token>", "the token Graph accepts").env("WHATSAPP_ACCESS_TOKEN"))
    .addOption(
      new Option("--phone-number-id <id>", "business number, repeatable")
        .env("WHATSAPP_PHONE_NUMBER_ID")
        .default([], "one of the simulator's own")
        .argParser(collect),
    )
    .option("--json", "print events as JSON lines")
    .parse()
    .opts<CliOptions>();
}

function settingsOf(options: CliOptions): SettingsPatch {
  const patch: SettingsPatch = { webhookUrl: options.webhookUrl ?? null };
  if (options.appSecret) patch.appSecret = options.appSecret;
  if (options.accessToken) patch.accessTokens = [options.accessToken];
  if (options.phoneNumberId.length > 0) {
    const [first] = defaultSettings.businessNumbers;
    patch.businessNumbers = options.phoneNumberId.map((phoneNumberId, index) => ({
      phoneNumberId,
      displayPhoneNumber: String(Number(first?.displayPhoneNumber) + index),
      wabaId: first?.wabaId ?? "",
    }));
  }
  return patch;
}

/** Starts on the port or on the next free one after it. */
async function startOnFreePort(options: SimulatorOptions, port: number): Promise<Simulator> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await startSimulator({ ...options, port: port === 0 ? 0 : port + tried });
    } catch (error) {
      // Only a taken port is a reason to try another one.
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken || tried >= PORTS_TRIED_MAX) throw error;
    }
  }
}

async function main(): Promise<void> {
  const options = parseOptions();
  const onEvent: SimulatorOptions["onEvent"] = (event) =>
    writeLine(options.json ? JSON.stringify(event) : describeEvent(event));
  const simulator = await startOnFreePort({ ...settingsOf(options), onEvent }, options.port);
  const note = options.json ? writeError : writeLine;
  if (options.port !== 0 && simulator.port !== options.port)
    note(`Port ${options.port} is taken, using ${simulator.port}.`);
  note(`Graph API  ${simulator.url}        (WHATSAPP_API_URL)`);
  note(`AI         ${simulator.url}/ai/deepseek and /ai/openai   (DEEPSEEK_BASE_URL, OPENAI_BASE_URL)`);
  note(`Control    ${simulator.url}/control`);
  if (options.webhookUrl) note(`Phone      ${new URL("/dev/phone", options.webhookUrl)}`);
  note(`Webhooks   ${options.webhookUrl ?? "none: set --webhook-url or APP_URL"}`);
  const stop = () => void simulator.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

main().catch((error: unknown) => {
  if (error instanceof ZodError) writeError(z.prettifyError(error));
  else writeError(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
