// Counts requests in the database, so that all processes share one count.

import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { isDatabaseAway } from "@/infra/database/database-error";
import { pool } from "@/infra/database/pool";
import { AppError, describeError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";

export interface RequestLimit {
  /** Limits of different names count apart. */
  name: string;
  requests: number;
  seconds: number;
  /** What happens while nobody can count: the request passes uncounted, or it is refused with 503. */
  whenDatabaseAway: "pass" | "refuse";
}

/** Counts one request of `client`. @throws RATE_LIMITED, or what the database throws. */
export async function takeRequest(limit: RequestLimit, client: string): Promise<void> {
  try {
    await limiterOf(limit).consume(client);
  } catch (rejected) {
    if (rejected instanceof RateLimiterRes) throw tooMany(rejected);
    if (!isDatabaseAway(rejected) || limit.whenDatabaseAway === "refuse") throw rejected;
    log("warn", "[HTTP] Requests are not counted", { reason: limit.name, error: describeError(rejected) });
  }
}

/** Takes back what was counted of `client`: it turned out to be nothing that has to be limited. */
export async function forgetRequests(limit: RequestLimit, client: string): Promise<void> {
  await limiterOf(limit).delete(client);
}

function limiterOf({ name, requests, seconds }: RequestLimit): RateLimiterPostgres {
  return oncePerProcess(
    `rate-limit:${name}:${requests}`,
    () =>
      new RateLimiterPostgres({
        // Not the pool itself: the library names its statements, which a pooler in transaction mode loses.
        storeClient: {
          query: ({ text, values }: { text: string; values: unknown[] }) => pool().query({ text, values }),
        },
        storeType: "client",
        tableName: "rate_limit",
        tableCreated: true, // By a migration.
        clearExpiredByTimeout: false, // By the cleanup.
        keyPrefix: name,
        points: requests,
        duration: seconds,
        // Who has used up everything costs no statement any more.
        inMemoryBlockOnConsumed: requests,
      }),
  );
}

function tooMany({ msBeforeNext }: RateLimiterRes): AppError {
  const retryAfter = Math.max(1, Math.ceil(msBeforeNext / 1_000));
  const publicMessage = `Too many requests. Try again in ${retryAfter} seconds.`;
  return new AppError("RATE_LIMITED", "Too many requests", { publicMessage, retryAfter });
}
