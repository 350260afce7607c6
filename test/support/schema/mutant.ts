// One change to a live schema, what verification has to say about it, and what becomes of it.

import type pg from "pg";
import { expect } from "vitest";
import { inspectSchema, type SchemaFinding, type Severity } from "@/domain/schema";
import type { Ask } from "@/infra/database/statement";
import { isTried } from "./tried";

export interface Mutant {
  /** What was done to what. */
  name: string;
  sql: string | string[];
  /** What a finding must name: an object, or the id of the finding. */
  names: string;
  /** How bad that is. Default: fail. */
  severity?: Severity;
}

/** Asks through one connection, with prepared statements as the product does. */
export function askThrough(client: pg.Client): Ask {
  return async (statement, values = []) => (await client.query({ ...statement, values })).rows;
}

async function inspect(client: pg.Client): Promise<SchemaFinding[]> {
  const { findings } = await inspectSchema({ ask: askThrough(client), purpose: "deploy" });
  return findings.filter(({ severity, kind }) => severity !== "note" || kind === "renamed");
}

interface Outcome {
  name: string;
  found: SchemaFinding[];
  /** Empty when all is well: named, mended, green again. */
  complaint: string;
}

/** Changes the schema, looks, applies every mend once in the order given, looks again, and takes all of it back. */
export async function tryMutant(client: pg.Client, mutant: Mutant): Promise<Outcome> {
  await client.query("BEGIN");
  try {
    for (const sql of [mutant.sql].flat()) await client.query(sql);
    const found = await inspect(client);
    const named = found.filter(({ id, subject }) => id === mutant.names || subject.includes(mutant.names));
    const outcome = { name: mutant.name, found };
    if (named.length === 0)
      return { ...outcome, complaint: `not named: ${found.map(({ id }) => id).join(", ") || "green"}` };
    const worst = (["fail", "warn", "note"] as const).find((each) =>
      named.some(({ severity }) => severity === each),
    );
    if (worst !== (mutant.severity ?? "fail"))
      return { ...outcome, complaint: `${worst}: ${named.map(({ id }) => id).join(", ")}` };
    const byHand = found.filter(({ mendBy }) => mendBy !== "sql");
    if (byHand.length > 0)
      return { ...outcome, complaint: `no SQL for ${byHand.map(({ id }) => id).join(", ")}` };
    for (const mend of new Set(found.map((finding) => finding.mend))) {
      try {
        await client.query(mend);
      } catch (error) {
        return { ...outcome, complaint: `mend failed: ${(error as Error).message}\n${mend}` };
      }
    }
    // A column more stays a warning until somebody drops it, which no mend does for him.
    const left = (await inspect(client)).filter(({ kind }) => kind !== "column_extra");
    return { ...outcome, complaint: left.map(({ id, actual }) => `left: ${id} (${actual})`).join(", ") };
  } finally {
    await client.query("ROLLBACK");
  }
}

/** Every mutant is named, mended by its own SQL, and green afterwards. */
export async function expectAllMended(client: pg.Client, mutants: Mutant[]): Promise<void> {
  const complaints: string[] = [];
  for (const mutant of mutants.filter((_, at) => isTried(at))) {
    const { complaint } = await tryMutant(client, mutant).catch((error: Error) => ({
      complaint: `could not be made: ${error.message}`,
    }));
    if (complaint) complaints.push(`${mutant.name}: ${complaint}`);
  }
  expect(complaints).toEqual([]);
}
