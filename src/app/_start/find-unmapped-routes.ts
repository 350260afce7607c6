import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "@/lib/env";

/** What others call by its path: Meta, the cron, the runner, probes and monitoring. */
const requiredRoutes = [
  "/api/webhooks/whatsapp",
  "/api/cron/run-outbound-jobs",
  "/api/cron/cleanup",
  "/api/jobs/run-outbound",
  "/api/jobs/self-test",
  "/api/media/[assetId]",
  "/health",
  "/health/live",
  "/health/ready",
  "/health/[check]",
  "/metrics",
];

/** The routes that are missing, by the build's own list; in development, where there is none, by the source. */
export function findUnmappedRoutes(folder = /* turbopackIgnore: true */ process.cwd()): string[] {
  if (env().NODE_ENV !== "production") {
    return requiredRoutes.filter((path) => !existsSync(join(folder, "src", "app", path, "route.ts")));
  }
  const manifest = join(folder, ".next", "app-path-routes-manifest.json");
  const routes = new Set(Object.values(JSON.parse(readFileSync(manifest, "utf8")) as Record<string, string>));
  return requiredRoutes.filter((path) => !routes.has(path));
}
