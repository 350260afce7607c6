import { existsSync } from "node:fs";
import {
  compareFiles,
  compareInlineSchema,
  compareSchemaLines,
  expected,
  inlineSchema,
  type ReleasedMigration,
  readSchemaLines,
  type SchemaFinding,
} from "@/domain/schema";
import snapshotLines from "@/domain/schema/expected-prisma-schema.json";
import { MIGRATIONS_FOLDER, readMigrationFiles, readSchemaFile } from "./read-release";

/** Code against migrations, on disk. Where the files are not shipped, what was built in speaks for them. */
export function compareRelease(): { release: SchemaFinding[]; released: ReleasedMigration[] } {
  if (!existsSync(MIGRATIONS_FOLDER)) return { release: [], released: expected.migrations };
  const released = readMigrationFiles();
  const schema = readSchemaFile();
  return {
    released,
    release: [
      ...compareSchemaLines(readSchemaLines(schema), snapshotLines),
      ...compareInlineSchema(inlineSchema(), schema),
      ...compareFiles(released, expected.migrations),
    ],
  };
}
