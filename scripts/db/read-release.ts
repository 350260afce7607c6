// What this release says about its database: the migrations and the schema file, as they are on disk.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReleasedMigration } from "@/domain/schema";

export const MIGRATIONS_FOLDER = "prisma/migrations";

export interface MigrationFile extends ReleasedMigration {
  sql: string;
}

export function readMigrationFiles(folder = MIGRATIONS_FOLDER): MigrationFile[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries
    .map(({ name }) => name)
    .toSorted()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      const [unix, windows] = [sql.replaceAll("\r\n", "\n"), sql.replaceAll(/\r?\n/g, "\r\n")];
      return { name, sql, checksum: sha256(sql), otherChecksums: [sha256(unix), sha256(windows)] };
    });
}

export function readSchemaFile(): string {
  return readFileSync("prisma/schema.prisma", "utf8");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
