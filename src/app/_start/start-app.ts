import { startUp } from "@/domain/health";
import { endMonitoring, startMonitoring } from "@/infra/monitoring/start-monitoring";
import { delayShutdown } from "./delay-shutdown";
import { findUnmappedRoutes } from "./find-unmapped-routes";

/** Before the first request. A process that lacks what it cannot work without ends with exit code 1. */
export async function startApp(): Promise<void> {
  await startMonitoring();
  delayShutdown();
  if (await startUp({ findUnmappedRoutes })) return;
  await endMonitoring();
  process.exit(1);
}
