import { prisma } from "@/infra/database/prisma";

interface DataModel {
  models: Record<
    string,
    { dbName: string | null; fields: { name: string; kind: string; dbName?: string }[] }
  >;
}

/** `table.column` for every column of the Prisma schema, from the generated client: no file and no engine is needed. */
export function promisedColumns(): string[] {
  const { models } = (prisma() as unknown as { _runtimeDataModel: DataModel })._runtimeDataModel;
  return Object.entries(models).flatMap(([model, { dbName, fields }]) =>
    fields
      .filter(({ kind }) => kind !== "object")
      .map((field) => `${dbName ?? model}.${field.dbName ?? field.name}`),
  );
}
