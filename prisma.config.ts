import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

const root = dirname(fileURLToPath(import.meta.url));

for (const file of [".env.local", ".env"]) {
  if (existsSync(join(root, file))) process.loadEnvFile(join(root, file)); // Variables already set win.
}

// The CLI loads this file before it looks for its engine, so plain `npx prisma …` works for everybody.
if (!isNativeEngineInstalled()) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(root, "scripts/prisma/schema-engine.mjs");
}

export default defineConfig({
  schema: join(root, "prisma/schema.prisma"),
  migrations: { path: join(root, "prisma/migrations"), seed: "tsx scripts/db/seed.ts" },
  datasource: { url: process.env.DIRECT_URL || process.env.DATABASE_URL || "" },
});

function isNativeEngineInstalled(): boolean {
  const engines = join(root, "node_modules/@prisma/engines");
  return existsSync(engines) && readdirSync(engines).some((file) => file.startsWith("schema-engine-"));
}
