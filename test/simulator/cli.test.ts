import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { ControlClient } from "../../src/simulator";
import { CUSTOMER, setStage } from "./stage";

const stage = setStage();
const main = fileURLToPath(new URL("../../src/simulator/main.ts", import.meta.url));
const running = new Set<ChildProcess>();

interface Cli {
  output: () => string;
  /** Resolves with the first match in the output. */
  until: (pattern: RegExp) => Promise<string>;
  stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

function start(args: string[], env: Record<string, string> = {}): Cli {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: "test", ...env },
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let output = "";
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
      for (const watch of watchers) watch();
    });
  }
  return {
    output: () => output,
    until: (pattern) =>
      new Promise((resolve) => {
        const watch = () => {
          const found = pattern.exec(output)?.[0];
          if (found === undefined) return;
          watchers.delete(watch);
          resolve(found);
        };
        watchers.add(watch);
        watch();
      }),
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

it("takes the next free port, says so, prints URLs and events, and ends cleanly", async () => {
  const cli = start(["--port", String(stage.simulator.port)], { APP_URL: stage.receiver.url });
  await cli.until(new RegExp(`Port ${stage.simulator.port} is taken, using \\d+`));
  const url = (await cli.until(/http:\S+\/control/)).replace("/control", "");
  await cli.until(/Webhooks .*\/webhook\/api\/webhooks\/whatsapp/);
  await new ControlClient(url).text(CUSTOMER, "hello");
  await cli.until(new RegExp(`\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ← ${CUSTOMER} writes text: hello\n`));
  await cli.until(/attempt 1: 200 in \d+ ms, delivered\n/);
  expect(await cli.stop("SIGTERM")).toBe(0);
});

it("takes secrets and numbers from its options or the environment, and prints JSON lines", async () => {
  const env = {
    WHATSAPP_APP_SECRET: "from-env",
    WHATSAPP_ACCESS_TOKEN: "token-env",
    WHATSAPP_PHONE_NUMBER_ID: "1",
  };
  const args = [
    "--port",
    "0",
    "--json",
    "--phone-number-id",
    "7",
    "--phone-number-id",
    "8",
    "--app-secret",
    "given",
  ];
  const cli = start(args, env);
  const url = (await cli.until(/http:\S+\/control/)).replace("/control", "");
  const settings = await new ControlClient(url).settings();
  expect(settings).toMatchObject({ appSecret: "given", accessTokens: ["token-env"], webhookUrl: null });
  expect(settings.businessNumbers.map(({ phoneNumberId }) => phoneNumberId)).toEqual(["7", "8"]);
  await new ControlClient(url).text(CUSTOMER, "hello");
  const line = await cli.until(/^\{.*"type":"message".*\}$/m);
  expect(JSON.parse(line)).toMatchObject({ customer: CUSTOMER, phoneNumberId: "7" });
  expect(await cli.stop("SIGINT")).toBe(0);
});

it("says what is wrong with its options and exits with a code", async () => {
  const cli = start(["--webhook-url", "nowhere"]);
  await cli.until(/webhookUrl/);
  expect(await cli.stop("SIGCONT")).not.toBe(0);
});
