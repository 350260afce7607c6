// Nothing here waits for the lock of a table: pg_relation_size, pg_get_indexdef and pg_get_expr would, behind a migration.

import { readOnly } from "@/infra/database/read-only";
import type { Budget } from "./budget";
import type { Catalogue, LiveIndex, LiveKey, LiveTable, Session } from "./catalogue";

const OWN = `(SELECT oid FROM pg_namespace WHERE nspname = current_schema())`;

const sessionSql = `
  SELECT current_database() AS database, current_schema() AS schema, current_user AS "user",
    s.setting AS "replicationRole", s.source AS "replicationRoleSource",
    (SELECT coalesce(json_agg(json_build_object('role', r.rolname, 'database', d.datname)), '[]')
      FROM pg_db_role_setting o LEFT JOIN pg_roles r ON r.oid = o.setrole LEFT JOIN pg_database d ON d.oid = o.setdatabase
      WHERE (d.datname IS NULL OR d.datname = current_database())
        AND 'session_replication_role=replica' = ANY (o.setconfig)) AS "replicaDefaults"
  FROM pg_settings s WHERE s.name = 'session_replication_role'`;

const tablesSql = `
  SELECT c.relname AS name, c.relkind::text AS kind,
    greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::float8 AS rows,
    (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'isNotNull', a.attnotnull,
        'type', format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), NULL))), '[]')
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    ARRAY(SELECT a.attname::text FROM pg_index x, unnest(x.indkey::int2[]) WITH ORDINALITY k(attnum, place), pg_attribute a
      WHERE x.indrelid = c.oid AND x.indisprimary AND k.place <= x.indnkeyatts
        AND a.attrelid = c.oid AND a.attnum = k.attnum ORDER BY k.place) AS "primaryKey",
    ARRAY(SELECT conname::text FROM pg_constraint WHERE conrelid = c.oid) AS "constraintNames"
  FROM pg_class c WHERE c.relnamespace = ${OWN} AND c.relname = ANY ($1) AND c.relkind NOT IN ('i', 'I', 'S', 't', 'c')`;

const columnNames = (attnums: string, table: string) => `
    ARRAY(SELECT a.attname::text FROM unnest(${attnums}) WITH ORDINALITY u(attnum, place)
      JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = u.attnum ORDER BY u.place)`;
const tableName = (alias: string) => `
    CASE WHEN ${alias}.relnamespace = ${OWN} THEN '' ELSE ${alias}.relnamespace::regnamespace || '.' END || ${alias}.relname`;

// conenforced is new in PostgreSQL 18. Two triggers on each side make a key work; those of a partitioned table are on its
// partitions, whose constraints follow that of the table.
const keysSql = `
  SELECT k.conname AS name, ${tableName("c")} AS "table", ${columnNames("k.conkey", "k.conrelid")} AS columns,
    ${tableName("t")} AS "targetTable", ${columnNames("k.confkey", "k.confrelid")} AS "targetColumns",
    k.confdeltype::text AS "onDelete", k.confupdtype::text AS "onUpdate",
    coalesce(k.confdelsetcols <> k.conkey, false) AS "setsSomeColumns", k.convalidated AS "isValidated",
    coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) AS "isEnforced",
    k.condeferrable AS "isDeferrable", k.condeferred AS "isDeferred",
    (SELECT count(*)::int FROM pg_trigger g WHERE g.tgconstraint = k.oid) AS triggers,
    (c.relkind = 'r')::int * 2 + (t.relkind = 'r')::int * 2 AS "triggersNeeded",
    ARRAY(SELECT g.tgname || CASE g.tgenabled WHEN 'D' THEN ' (off)' ELSE ' (only for replication)' END
      FROM pg_trigger g JOIN pg_constraint own ON own.oid = g.tgconstraint AND k.oid IN (own.oid, own.conparentid)
      WHERE g.tgenabled NOT IN ('O', 'A') ORDER BY 1) AS "silentTriggers"
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
  WHERE k.contype = 'f' AND k.conparentid = 0 AND (
    (c.relnamespace = ${OWN} AND c.relname = ANY ($1)) OR (t.relnamespace = ${OWN} AND t.relname = ANY ($1)))
  ORDER BY 2, 1`;

// A condition "first column IS NOT NULL" leaves out no row that a foreign key asks for. It is read from the stored tree.
const indexesSql = `
  SELECT c.relname AS "table", i.relname AS name, m.amname AS method,
    x.indisunique AND x.indimmediate AS "isUnique", x.indisvalid AND x.indisready AND x.indislive AS "isUsable",
    x.indpred IS NOT NULL AND coalesce(substring(x.indpred::text
      FROM '^\\{NULLTEST :arg \\{VAR [^{}]*:varattno (\\d+) [^{}]*\\} :nulltesttype 1 [^{}]*\\}$')::int <> x.indkey[0],
      true) AS "isPartial",
    ARRAY(SELECT CASE WHEN x.indcollation[k.place - 1] IN (0, a.attcollation) THEN a.attname::text ELSE '' END
      FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(attnum, place)
      LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum AND a.attnum > 0
      WHERE k.place <= x.indnkeyatts ORDER BY k.place) AS columns
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_am m ON m.oid = i.relam
  WHERE c.relnamespace = ${OWN} AND c.relname = ANY ($1) ORDER BY 1, 2`;

export function readCatalogue(tableNames: string[], budget: Budget): Promise<Catalogue> {
  return readOnly(budget, async (ask) => {
    const [session] = await ask<Session & Row>(sessionSql);
    if (!session) throw new Error("PostgreSQL has no setting session_replication_role");
    const tables = await ask<LiveTable & Row>(tablesSql, [tableNames]);
    const keys = await ask<LiveKey & Row>(keysSql, [tableNames]);
    const indexes = await ask<LiveIndex & Row>(indexesSql, [tableNames]);
    return { session, tables: new Map(tables.map((table) => [table.name, table])), keys, indexes };
  });
}

type Row = Record<string, unknown>;
