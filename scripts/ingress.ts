// Takes webhooks in without Next.js: the same verbs and answers under node:http. Any number may run beside each other.
// Usage: npm run ingress [-- --port 3001 --host 127.0.0.1 --no-runner]        SIGTERM or Ctrl-C: readiness turns red, requests
// are answered for SHUTDOWN_DELAY_MS more, those in hand are finished within SHUTDOWN_GRACE_MS, it ends.

import { Command } from "commander";
import { type IngressOptions, serveIngress } from "@/app/_ingress/serve-ingress";
import { startUp } from "@/domain/health";
import { shutdown } from "@/domain/runner";
import { endMonitoring, startMonitoring } from "@/infra/monitoring/start-monitoring";
import { env } from "@/lib/env";
import { log } from "@/lib/logger";
import { runWithDatabase } from "./local/run-command";
import { wholeNumber } from "./local/whole-number";

await new Command("npm run ingress --")
  .description("The webhook, health and metrics without Next.js; everything else is not here.")
  .option("--port <n>", "where it listens; PORT when left out", wholeNumber(0, 65_535))
  .option("--host <address>", "on this address alone")
  .option(
    "--no-runner",
    "leaves what comes in to workers: it answers nobody, downloads and tells nothing itself",
  )
  .action((options: Omit<IngressOptions, "port"> & { port?: number }) =>
    runWithDatabase(async () => {
      await startMonitoring();
      shutdown();
      const mayServe = await startUp();
      if (mayServe) {
        const ingress = await serveIngress({ ...options, port: options.port ?? env().PORT });
        log("info", "[INGRESS] Listening", { port: ingress.port });
        await ingress.drained;
        log("info", "[INGRESS] Stopped");
      }
      await endMonitoring();
      return mayServe ? 0 : 1;
    }),
  )
  .parseAsync();
