import { expect, it } from "vitest";
import { inspectSchema } from "@/domain/schema";
import { ownDatabase } from "../../support/own-database";
import { askThrough } from "../../support/schema/mutant";
import { ownClient } from "../../support/schema/own-client";

ownDatabase();
const own = ownClient();

const TABLES = 5_000;
const LIMIT_MS = 5_000;

/** Tables of others beside ours, and foreign ones in another schema. */
const crowd = `
  CREATE SCHEMA elsewhere; CREATE FOREIGN DATA WRAPPER nothing; CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing;
  DO $$ BEGIN FOR i IN 1..${TABLES} LOOP
    EXECUTE format('CREATE TABLE public.%I (id bigint PRIMARY KEY, a int NOT NULL CHECK (a > 0))', 'stranger_' || i);
    EXECUTE format('CREATE FOREIGN TABLE elsewhere.%I (id bigint, a int) SERVER nowhere', 'foreign_' || i);
  END LOOP; END $$`;

async function look() {
  const statements: string[] = [];
  const ask = askThrough(own.client);
  const startedAt = performance.now();
  const { findings } = await inspectSchema({
    purpose: "deploy",
    ask: (statement, values) => {
      statements.push(statement.name);
      return ask(statement, values);
    },
  });
  return { findings, statements: statements.length, elapsedMs: performance.now() - startedAt };
}

it(`${TABLES} tables beside ours and ${TABLES} foreign ones elsewhere are no obstacle`, {
  timeout: 120_000,
}, async () => {
  await own.client.query("BEGIN");
  await own.client.query(crowd);
  const { findings, statements, elapsedMs } = await look();
  expect(findings.map(({ id }) => id)).toEqual(["table_extra:public"]);
  expect(statements).toBe(3);
  expect(elapsedMs).toBeLessThan(LIMIT_MS);

  await own.client.query('DROP TABLE "SendRate"; ALTER TABLE "Lead" RENAME TO "Lead_old"');
  const drifted = await look();
  expect(drifted.findings.filter(({ severity }) => severity === "fail").map(({ id }) => id)).toEqual([
    "table_missing:Lead",
    "table_missing:SendRate",
    "foreign_key_missing:SendRate.SendRate_integrationId_fkey",
  ]);
  expect(drifted.elapsedMs).toBeLessThan(LIMIT_MS);
  await own.client.query("ROLLBACK");
});
