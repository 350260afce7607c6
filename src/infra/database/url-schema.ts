import { readDatabaseUrl } from "@/lib/database-url";

const SEARCH_PATH = /(?:-c\s*|--)search[_-]path=\s*(?:"([^"]+)"|([^,\s]+))/;

/**
 * The schema a connection URL asks for (`?options=-c search_path=app`), else public. Prisma writes a schema into its
 * queries while raw SQL goes by the search path: this is what keeps the two together.
 */
export function schemaOfUrl(databaseUrl: string | undefined): string {
  const options = readDatabaseUrl(databaseUrl)[0]?.searchParams.get("options");
  const [, quoted, plain] = SEARCH_PATH.exec(options ?? "") ?? [];
  return quoted?.replace("$user", "") || plain || "public";
}
