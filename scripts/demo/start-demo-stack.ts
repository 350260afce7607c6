import { summarise, verifySchema } from "@/domain/schema";
import { reloadEnv } from "@/lib/env";
import { applyMigrations } from "../db/apply-migrations";
import { seed } from "../db/seed-rows";
import { buildApp } from "../local/build-app";
import { localSecrets } from "../local/local-secrets";
import { DATABASE_NAME, startProjectPostgres } from "../local/project-postgres";
import { loadEnvFiles } from "../local/run-command";
import { type Stack, startStack } from "../local/stack";
import { seedConversations } from "./conversations/seed-conversations";
import { introduceCustomers } from "./introduce-customers";
import { narrateLog } from "./narrate";
import { announce, paint, say, step } from "./screen";
import { seedDemoBusiness } from "./seed-demo-business";

const TICK_MS = 3_000;

/** Sets everything up, telling each step, and resolves when the app is ready. */
export async function startDemoStack(
  interrupted: AbortSignal,
  mode: "production" | "development" = "production",
): Promise<Stack> {
  announce("ReplyOnce: setting up");
  loadEnvFiles();
  const database = await provideDatabase();
  try {
    await step("Applying migrations", () => applyMigrations(database.url, "quiet"));
    await step("Verifying the schema", assertSchema);
    await step("Seeding organization, admin and integration", () => seed(() => undefined));
    await step("Teaching the bot about the business", () => seedDemoBusiness(() => undefined));
    await step("Telling conversations of the last days", tellConversations);
    interrupted.throwIfAborted();
    if (mode === "production") await step("Building the app (skipped when nothing has changed)", buildApp);
    interrupted.throwIfAborted();
    const stack = await step("Starting WhatsApp simulator and app", () =>
      startStack({
        mode,
        databaseUrl: database.url,
        onAppLine: narrateLog,
        onPortTaken: (what, preferred, used) =>
          say(paint("quiet", `\n  port ${preferred} is taken, the ${what} uses ${used}`)),
        tickEveryMs: TICK_MS,
      }),
    );
    await introduceCustomers(stack.simulator);
    return {
      ...stack,
      stop: async () => {
        await stack.stop();
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** With the secret that the stack will have: what is sealed now is opened by the app. */
async function tellConversations(): Promise<void> {
  process.env.SESSION_SECRET = localSecrets().SESSION_SECRET;
  reloadEnv();
  await seedConversations(() => undefined);
}

async function provideDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const own = process.env.DATABASE_URL;
  if (own) return { url: own, stop: async () => undefined };
  const postgres = await step("Starting PostgreSQL", startProjectPostgres);
  const url = await postgres.database(DATABASE_NAME);
  process.env.DATABASE_URL = url;
  reloadEnv();
  return { url, stop: postgres.stop };
}

async function assertSchema(): Promise<void> {
  const drift = summarise(await verifySchema());
  if (drift) throw new Error(drift);
}
