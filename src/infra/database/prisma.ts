import { PrismaPg } from "@prisma/adapter-pg";
import { forgetOncePerProcess, oncePerProcess } from "@/lib/once-per-process";
import { PrismaClient } from "./generated/client";
import { closePool, pool } from "./pool";

/** The Prisma client of this process, on the shared pool. It connects at its first query, not here. */
export function prisma(): PrismaClient {
  return oncePerProcess(
    "prisma",
    () => new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }) }),
  );
}

/** Ends every connection of this process. */
export async function disconnectDatabase(): Promise<void> {
  const client = oncePerProcess<PrismaClient | undefined>("prisma", () => undefined);
  forgetOncePerProcess("prisma");
  await client?.$disconnect();
  await closePool();
}
