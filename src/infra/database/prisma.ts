import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/env";
import { forgetOncePerProcess, oncePerProcess } from "@/lib/once-per-process";
import { PrismaClient } from "./generated/client";
import { closePools, pool } from "./pool";
import { schemaOfUrl } from "./url-schema";

/** The Prisma client of this process, on the shared pool. It connects at its first query, not here. */
export function prisma(): PrismaClient {
  return oncePerProcess("prisma", () => {
    const options = { disposeExternalPool: false, schema: schemaOfUrl(env().DATABASE_URL) };
    return new PrismaClient({ adapter: new PrismaPg(pool(), options) });
  });
}

/** Ends every connection of this process. */
export async function disconnectDatabase(): Promise<void> {
  const client = oncePerProcess<PrismaClient | undefined>("prisma", () => undefined);
  forgetOncePerProcess("prisma");
  await client?.$disconnect();
  await closePools();
}
