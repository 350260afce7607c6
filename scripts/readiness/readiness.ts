import { type Check, runCheck } from "../local/check-report";
import {
  checkAddresses,
  checkAiKeys,
  checkMonitoring,
  checkRotation,
  checkSecretsDiffer,
  checkStrength,
  checkSwitches,
  checkVariables,
} from "./configuration";
import {
  checkDatabase,
  checkForeignKeys,
  checkIdempotency,
  checkSchemaHolds,
  checkSeededRows,
  needsDatabase,
} from "./database";
import { checkHeartbeats, checkLiveAi, checkQueue } from "./operation";
import { checkCircuits, checkCronRoutes, checkMediaStorage, checkNode, checkSchedule } from "./platform";
import { checkRowSecurity } from "./row-security";
import type { ReadinessCheck, Setup } from "./setup";

const checks: [name: string, check: ReadinessCheck][] = [
  ["variables", checkVariables],
  ["secrets' strength", checkStrength],
  ["secrets differ", checkSecretsDiffer],
  ["secrets' age", checkRotation],
  ["addresses", checkAddresses],
  ["switches", checkSwitches],
  ["node", checkNode],
  ["schedule", checkSchedule],
  ["cron routes", checkCronRoutes],
  ...withDatabase([
    ["database", checkDatabase],
    ["schema", checkSchemaHolds],
    ["foreign keys", checkForeignKeys],
    ["row security", checkRowSecurity],
    ["seeded rows", checkSeededRows],
    ["idempotency", checkIdempotency],
    ["queue", checkQueue],
    ["heartbeats", checkHeartbeats],
  ]),
  ["media storage", checkMediaStorage],
  ["circuit breakers", checkCircuits],
  ["monitoring", checkMonitoring],
  ["ai keys", checkAiKeys],
  ["ai live", checkLiveAi],
];

function withDatabase(list: [string, ReadinessCheck][]): [string, ReadinessCheck][] {
  return list.map(([name, check]) => [name, needsDatabase(name, check)]);
}

/** Everything that has to hold before customers come, side by side. */
export async function checkReadinessForProduction(setup: Setup): Promise<Check[]> {
  const found = await Promise.all(
    checks.map(([name, check]) => runCheck(name, async () => await check(setup))),
  );
  return found.flat();
}
