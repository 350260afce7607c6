// One runner of several: drains the queue of DATABASE_URL from a given moment and says what it cost, as a line of JSON.
// Usage: drain-process.ts <epoch ms> <ms that a job takes> <jobs in hand>

import { setTimeout as sleep } from "node:timers/promises";
import { pool } from "@/infra/database/pool";
import { disconnectDatabase } from "@/infra/database/prisma";
import { drain } from "./drain";

const [startAt = 0, workMs = 0, concurrency = 0] = process.argv.slice(2).map(Number);

await pool().query("SELECT 1");
await sleep(Math.max(0, startAt - Date.now()));
const before = process.cpuUsage();
const startedAt = Date.now();
const work = workMs > 0 ? () => sleep(workMs) : undefined;
const drained = await drain({ batch: Math.min(250, concurrency), concurrency, runs: 1, work });
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  `${JSON.stringify({ ...drained, startedAt, endedAt: Date.now(), cpuMs: (user + system) / 1_000 })}\n`,
);
await disconnectDatabase();
