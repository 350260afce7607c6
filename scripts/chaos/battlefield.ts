// Everything a run needs, started in order and ended in the opposite one.

import { whichOrganization } from "@/domain/integrations";
import { savePersona } from "@/domain/persona";
import { summarise, verifySchema } from "@/domain/schema";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";
import { type ControlClient, startSimulator } from "@/simulator";
import { applyMigrations } from "../db/apply-migrations";
import { SEED_SLUG, seed } from "../db/seed-rows";
import { buildApp } from "../local/build-app";
import { ChaosPostgres } from "./chaos-postgres";
import { Database } from "./database";
import type { Home } from "./home";
import { Product } from "./product";
import {
  newSecrets,
  productEnvironment,
  type Secrets,
  simulatorEnvironment,
  simulatorSettings,
} from "./settings";

export interface Started {
  postgres: ChaosPostgres;
  database: Database;
  meta: ControlClient;
  product: Product;
  secrets: Secrets;
}

interface StartOptions {
  home: Home;
  say: (line: string) => void;
  interrupted: AbortSignal;
}

/** Resolves when the product is ready. What it has started is ended by `stops`, also when it throws half-way. */
export async function startEverything(
  { home, say, interrupted }: StartOptions,
  stops: (() => Promise<void>)[],
): Promise<Started> {
  say("  Building the app, unless nothing has changed");
  await buildApp();
  interrupted.throwIfAborted();
  say("  Starting PostgreSQL, simulator, two apps and two workers");
  const postgres = await ChaosPostgres.start(home.folder);
  stops.push(() => postgres.stop());
  const secrets = newSecrets();
  const env = productEnvironment(postgres.url, secrets);
  await prepareDatabase(env);
  interrupted.throwIfAborted();

  const database = new Database(postgres.url);
  stops.push(() => database.close());
  const simulator = await startSimulator(simulatorSettings(secrets));
  stops.push(() => simulator.close());
  const product = await Product.start({
    env: { ...env, ...simulatorEnvironment(simulator.url), ...home.mark },
    logFolder: home.logs,
    onPids: (pids) => home.notePids(pids),
  });
  const killAll = () => product.killAll();
  process.once("exit", killAll);
  stops.push(async () => {
    await product.end();
    process.off("exit", killAll);
  });
  return { postgres, database, meta: simulator.control, product, secrets };
}

/** Answers of two parts are tried too. */
async function allowLongAnswers(): Promise<void> {
  const { id: organizationId } = await whichOrganization(SEED_SLUG);
  const written = { answerCharactersMax: 16_384 };
  await savePersona({ organizationId, basedOn: null, written, note: null, author: "chaos" });
}

async function prepareDatabase(env: Record<string, string>): Promise<void> {
  Object.assign(process.env, env);
  reloadEnv();
  await applyMigrations(env.DATABASE_URL ?? "", "quiet");
  try {
    const drift = summarise(await verifySchema());
    if (drift) throw new Error(drift);
    await seed(() => undefined);
    await allowLongAnswers();
  } finally {
    await disconnectDatabase();
  }
}
