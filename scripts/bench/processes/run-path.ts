// The product's runner alone in its process: at each signal it works the queue until nothing is due, and tells how long that
// took and how often it asked the database.

import pg from "pg";
import { runOutbound } from "@/domain/runner";
import { disconnectDatabase } from "@/infra/database/prisma";
import { onGo } from "../on-go";

const asked = new Map<string, number>();

/** Every statement is one round trip. */
function countStatements(): void {
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [config] = args as [string | { name?: string; text?: string }];
    const name = typeof config === "string" ? config : (config.name ?? config.text ?? "?");
    asked.set(name, (asked.get(name) ?? 0) + 1);
    return Reflect.apply(query, this, args);
  } as typeof query;
}

async function workAll() {
  asked.clear();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const worked = await runOutbound();
  const tookMs = performance.now() - startedAt;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    jobs: worked.filter(({ outcome }) => outcome === "processed").length,
    others: worked.filter(({ outcome }) => outcome !== "processed").length,
    tookMs,
    cpuMs: (cpu.user + cpu.system) / 1_000,
    statements: Object.fromEntries(asked),
  };
}

countStatements();
onGo(workAll, disconnectDatabase);
