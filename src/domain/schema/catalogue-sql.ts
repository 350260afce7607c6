// One statement reads everything there is to know about our tables. It starts from their names, so that what else is in
// the database costs nothing, and asks only for what every role may see.

import type { Statement } from "@/infra/database/statement";

// Prisma takes this advisory lock while it migrates.
const MIGRATION_LOCK = 72_707_369;

const place = `
  json_build_object(
    'database', current_database(),
    'schema', current_schema(),
    'searchPath', current_setting('search_path'),
    'role', current_user,
    'version', current_setting('server_version'),
    'timeZone', current_setting('TimeZone'),
    'isStandby', pg_is_in_recovery(),
    'readOnlyBy', (SELECT source FROM pg_settings WHERE name = 'default_transaction_read_only' AND setting = 'on'),
    'collation', (SELECT json_build_object('recorded', datcollversion, 'actual', pg_database_collation_actual_version(oid))
      FROM pg_database WHERE datname = current_database()),
    'migrationLock', (SELECT json_build_object('pid', l.pid, 'since', a.xact_start, 'application', a.application_name)
      FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = ${MIGRATION_LOCK} AND l.granted
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1),
    'homes', (SELECT coalesce(json_agg(json_build_object('schema', nspname, 'tables', tables, 'isUsable', usable)
        ORDER BY tables DESC, nspname), '[]')
      FROM (SELECT n.nspname, count(*) AS tables, has_schema_privilege(n.oid, 'USAGE') AS usable
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = ANY ($1) AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't' GROUP BY n.oid) found),
    'applicationRole', (SELECT rolname FROM app),
    'otherTables', (SELECT json_build_object('count', count(*), 'names', (array_agg(relname ORDER BY relname))[1:5])
      FROM pg_class c JOIN home ON home.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'f') AND c.relname <> ALL ($1)))`;

// All that CREATE POLICY says after the table.
const policy = `
  concat_ws(' ', CASE WHEN NOT polpermissive THEN 'AS RESTRICTIVE' END, 'FOR ' || CASE polcmd
      WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
    'TO ' || CASE WHEN polroles = '{0}' THEN 'PUBLIC' ELSE (SELECT string_agg(quote_ident(rolname), ', ' ORDER BY rolname)
      FROM pg_roles WHERE oid = ANY (polroles)) END,
    'USING (' || regexp_replace(pg_get_expr(polqual, polrelid), '\\s+', ' ', 'g') || ')',
    'WITH CHECK (' || regexp_replace(pg_get_expr(polwithcheck, polrelid), '\\s+', ' ', 'g') || ')')`;

const tables = `
  SELECT json_build_object('name', t.relname, 'kind', t.relkind, 'isUnlogged', t.relpersistence = 'u',
    'isReadable', has_table_privilege(t.oid, 'SELECT'),
    'privileges', (SELECT json_build_object('SELECT', has_table_privilege(app.oid, t.oid, 'SELECT'),
        'INSERT', has_table_privilege(app.oid, t.oid, 'INSERT'), 'UPDATE', has_table_privilege(app.oid, t.oid, 'UPDATE'),
        'DELETE', has_table_privilege(app.oid, t.oid, 'DELETE')) FROM app),
    'rowSecurity', json_build_object('isOn', t.relrowsecurity, 'isForced', t.relforcerowsecurity,
      'isActiveForUs', t.relrowsecurity AND row_security_active(t.oid),
      'policies', (SELECT coalesce(json_agg(json_build_object('name', polname, 'definition', ${policy})
        ORDER BY polname), '[]') FROM pg_policy WHERE polrelid = t.oid)),
    'rules', (SELECT coalesce(json_agg(json_build_object('name', rulename, 'definition', pg_get_ruledef(oid))
        ORDER BY rulename), '[]')
      FROM pg_rewrite WHERE ev_class = t.oid AND rulename <> '_RETURN' AND ev_enabled <> 'D' AND t.relhasrules),
    'triggers', (SELECT coalesce(json_agg(json_build_object('name', tgname, 'definition', pg_get_triggerdef(oid, true),
        'isEnabled', tgenabled IN ('O', 'A'), 'isBefore', tgtype & (2 | 64) <> 0) ORDER BY tgname), '[]')
      FROM pg_trigger WHERE tgrelid = t.oid AND NOT tgisinternal),
    'columns', coalesce(columns_of.list, '[]'), 'indexes', coalesce(indexes_of.list, '[]'),
    'checks', coalesce(checks_of.list, '[]'), 'foreignKeys', coalesce(keys_of.list, '[]')) AS entry, t.relname
  FROM ours t LEFT JOIN columns_of ON columns_of.oid = t.oid LEFT JOIN indexes_of ON indexes_of.oid = t.oid
    LEFT JOIN checks_of ON checks_of.oid = t.oid LEFT JOIN keys_of ON keys_of.oid = t.oid`;

// A NOT NULL that was never validated (PostgreSQL 18) does not keep its promise for the rows that are there.
const columns = `
  SELECT t.oid, json_agg(json_build_object('name', a.attname, 'position', a.attnum, 'type',
      CASE WHEN base.typnamespace IN (t.relnamespace, 'pg_catalog'::regnamespace) THEN format_type(a.atttypid, a.atttypmod)
        ELSE base.typnamespace::regnamespace || '.' || quote_ident(base.typname) || repeat('[]', (base.oid <> y.oid)::int)
        END,
      'isRequired', nullif(a.attnotnull AND unproved.at IS NULL, false),
      'default', pg_get_expr(d.adbin, d.adrelid), 'sequence', s.name,
      'identity', a.attidentity, 'generated', a.attgenerated,
      'collation', quote_ident(o.collname), 'isCollationExact', coalesce(o.collisdeterministic, true))
    ORDER BY a.attnum) AS list
  FROM ours t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type y ON y.oid = a.atttypid
    JOIN pg_type base ON base.oid = CASE WHEN y.typcategory = 'A' THEN y.typelem ELSE y.oid END
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
    LEFT JOIN (SELECT default_oid, min(name) AS name FROM counters GROUP BY default_oid) s ON s.default_oid = d.oid
    LEFT JOIN pg_collation o ON o.oid = a.attcollation AND a.attcollation <> y.typcollation
    LEFT JOIN (SELECT conrelid, unnest(conkey) AS at FROM pg_constraint WHERE contype = 'n' AND NOT convalidated
      AND conrelid IN (SELECT oid FROM ours)) unproved ON unproved.conrelid = t.oid AND unproved.at = a.attnum
  GROUP BY t.oid`;

const indexKeys = `
  SELECT i.indexrelid,
    json_agg(json_build_object('of', coalesce(a.attname, '(' || pg_get_indexdef(i.indexrelid, k.at::int, true) || ')'),
      'sort', nullif(concat_ws(' ', 'COLLATE ' || quote_ident(o.collname), p.opcname,
        CASE k.flags & 3 WHEN 1 THEN 'DESC NULLS LAST' WHEN 2 THEN 'NULLS FIRST' WHEN 3 THEN 'DESC' END), ''))
      ORDER BY k.at) FILTER (WHERE k.at <= i.indnkeyatts) AS keys,
    json_agg(a.attname ORDER BY k.at) FILTER (WHERE k.at > i.indnkeyatts) AS include
  FROM ours t JOIN pg_index i ON i.indrelid = t.oid CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[],
      i.indoption::int2[], i.indcollation::oid[]) WITH ORDINALITY k(number, class, flags, rule, at)
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number AND k.number <> 0
    LEFT JOIN pg_opclass p ON p.oid = k.class AND NOT p.opcdefault
    LEFT JOIN pg_collation o ON o.oid = k.rule AND o.oid <> coalesce(a.attcollation, 100)
  GROUP BY i.indexrelid, i.indnkeyatts`;

const indexes = `
  SELECT t.oid, json_agg(json_build_object('name', c.relname, 'isPrimary', nullif(i.indisprimary, false),
      'isUnique', nullif(i.indisunique, false),
      'isValid', i.indisvalid AND i.indisready AND i.indislive, 'isImmediate', i.indimmediate,
      'isExclusion', i.indisexclusion, 'nullsNotDistinct', nullif(i.indnullsnotdistinct, false),
      'method', nullif(am.amname, 'btree'),
      'where', pg_get_expr(i.indpred, i.indrelid), 'constraint', con.conname,
      'keys', k.keys, 'include', k.include) ORDER BY c.relname) AS list
  FROM ours t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
    JOIN index_keys k ON k.indexrelid = i.indexrelid
    LEFT JOIN pg_constraint con ON con.conindid = i.indexrelid AND con.conrelid = t.oid AND con.contype IN ('p', 'u', 'x')
  GROUP BY t.oid`;

// A column that only PostgreSQL 18 has is read by its name from the whole row.
const isEnforced = "coalesce((to_jsonb(con) ->> 'conenforced')::boolean, true)";

const checks = `
  SELECT t.oid, json_agg(json_build_object('name', con.conname, 'expression', pg_get_expr(con.conbin, con.conrelid),
      'isValidated', con.convalidated, 'isEnforced', ${isEnforced}) ORDER BY con.conname) AS list
  FROM ours t JOIN pg_constraint con ON con.conrelid = t.oid AND con.contype = 'c' GROUP BY t.oid`;

const action = (column: string) => `
  CASE ${column} WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT'
    ELSE 'NO ACTION' END`;
const names = (table: string, numbers: string) => `
  (SELECT json_agg(a.attname ORDER BY k.at) FROM unnest(${numbers}) WITH ORDINALITY k(number, at)
    JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number)`;

const switchedOff = `
  SELECT tgconstraint AS oid, json_agg(json_build_object('table', tgrelid::regclass, 'name', tgname) ORDER BY tgname) AS list
  FROM pg_trigger WHERE tgconstraint <> 0 AND tgenabled IN ('D', 'R') GROUP BY tgconstraint`;

const foreignKeys = `
  SELECT t.oid, json_agg(json_build_object('name', con.conname, 'columns', ${names("con.conrelid", "con.conkey")},
      'table', CASE WHEN r.relnamespace = t.relnamespace THEN r.relname ELSE n.nspname || '.' || r.relname END,
      'references', ${names("con.confrelid", "con.confkey")},
      'onDelete', ${action("con.confdeltype")}, 'onUpdate', ${action("con.confupdtype")},
      'deferrable', CASE WHEN con.condeferrable THEN CASE WHEN con.condeferred THEN 'DEFERRED' ELSE 'IMMEDIATE' END END,
      'match', CASE con.confmatchtype WHEN 'f' THEN 'FULL' END,
      'isValidated', con.convalidated, 'isEnforced', ${isEnforced},
      'disabledTriggers', coalesce(off.list, '[]')) ORDER BY con.conname) AS list
  FROM ours t JOIN pg_constraint con ON con.conrelid = t.oid AND con.contype = 'f'
    JOIN pg_class r ON r.oid = con.confrelid JOIN pg_namespace n ON n.oid = r.relnamespace
    LEFT JOIN switched_off off ON off.oid = con.oid GROUP BY t.oid`;

// Sequences by what they count: each default that takes from one, each column that owns one, and those of our names.
const counters = `
  SELECT s.oid, CASE WHEN s.relnamespace = (SELECT oid FROM home) THEN '' ELSE quote_ident(n.nspname) || '.' END
      || s.relname AS name, s.relname, nullif(n.nspname, (SELECT nspname FROM home)) AS schema, d.oid AS default_oid,
    t.relname || '.' || a.attname AS used_by
  FROM ours t JOIN pg_attrdef d ON d.adrelid = t.oid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.adnum
    JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_class'::regclass
    JOIN pg_class s ON s.oid = p.refobjid AND s.relkind = 'S' JOIN pg_namespace n ON n.oid = s.relnamespace
  UNION ALL
  SELECT s.oid, s.relname, s.relname, NULL, NULL, NULL FROM pg_class s JOIN home ON home.oid = s.relnamespace
  WHERE s.relkind = 'S' AND (s.relname = ANY ($3) OR s.oid IN (SELECT p.objid FROM pg_depend p JOIN ours t ON p.refobjid = t.oid
    WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass AND p.deptype IN ('a', 'i')))`;

const sequences = `
  SELECT json_build_object('name', c.relname, 'schema', c.schema, 'usedBy', c.used_by,
    'type', format_type(q.seqtypid, NULL), 'increment', q.seqincrement::text, 'min', q.seqmin::text, 'max', q.seqmax::text,
    'isCycling', nullif(q.seqcycle, false), 'isReadable', has_sequence_privilege(c.oid, 'SELECT'),
    'isUsable', (SELECT has_sequence_privilege(app.oid, c.oid, 'USAGE') FROM app),
    'ownedBy', (SELECT o.relname || '.' || a.attname FROM pg_depend p JOIN pg_class o ON o.oid = p.refobjid
        JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
      WHERE p.classid = 'pg_class'::regclass AND p.objid = c.oid AND p.refclassid = 'pg_class'::regclass
        AND p.deptype IN ('a', 'i') AND p.refobjsubid > 0 LIMIT 1)) AS entry, c.relname
  FROM (SELECT oid, relname, schema, coalesce(json_agg(used_by ORDER BY used_by) FILTER (WHERE used_by IS NOT NULL), '[]')
      AS used_by FROM counters GROUP BY oid, relname, schema) c JOIN pg_sequence q ON q.seqrelid = c.oid`;

const enums = `
  SELECT json_build_object('name', y.typname, 'schema', nullif(n.nspname, (SELECT nspname FROM home)), 'labels',
    (SELECT coalesce(json_agg(enumlabel ORDER BY enumsortorder), '[]') FROM pg_enum WHERE enumtypid = y.oid)) AS entry, y.typname
  FROM pg_type y JOIN pg_namespace n ON n.oid = y.typnamespace
  WHERE y.typtype = 'e' AND ((y.typname = ANY ($2) AND y.typnamespace = (SELECT oid FROM home)) OR y.oid IN (
    SELECT CASE WHEN e.typcategory = 'A' THEN e.typelem ELSE e.oid END
    FROM ours t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 JOIN pg_type e ON e.oid = a.atttypid))`;

const functions = `
  SELECT json_build_object('name', p.proname, 'definition',
    replace(pg_get_functiondef(p.oid), quote_ident(home.nspname) || '.' || quote_ident(p.proname), quote_ident(p.proname)))
    AS entry, p.proname
  FROM pg_proc p JOIN home ON home.oid = p.pronamespace WHERE p.proname = ANY ($4) AND p.prokind IN ('f', 'p')`;

const list = (rows: string, order: string) =>
  `(SELECT coalesce(json_agg(entry ORDER BY ${order}), '[]') FROM (${rows}) found)`;

/** $1 tables, $2 enums, $3 sequences, $4 functions by name; $5 the role the application works as, null for our own. */
export const readCatalogueStatement: Statement = {
  name: "schema_catalogue",
  text: `
  WITH home AS MATERIALIZED (SELECT oid, nspname FROM pg_namespace WHERE nspname = current_schema()),
  app AS MATERIALIZED (SELECT oid, rolname FROM pg_roles
    WHERE rolname IN (coalesce($5, current_user), split_part($5, '.', 1)) ORDER BY length(rolname) DESC LIMIT 1),
  ours AS MATERIALIZED (SELECT c.oid, c.relname, c.relkind, c.relnamespace, c.relpersistence, c.relrowsecurity,
      c.relforcerowsecurity, c.relhasrules
    FROM pg_class c JOIN home ON home.oid = c.relnamespace
    WHERE c.relname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')),
  counters AS MATERIALIZED (${counters}),
  columns_of AS MATERIALIZED (${columns}),
  index_keys AS MATERIALIZED (${indexKeys}), indexes_of AS MATERIALIZED (${indexes}),
  checks_of AS MATERIALIZED (${checks}),
  switched_off AS MATERIALIZED (${switchedOff}), keys_of AS MATERIALIZED (${foreignKeys})
  SELECT json_strip_nulls(json_build_object('place', ${place},
    'extensions', (SELECT coalesce(json_agg(extname ORDER BY extname), '[]') FROM pg_extension),
    'tables', ${list(tables, "relname")}, 'enums', ${list(enums, "typname")},
    'sequences', ${list(sequences, "relname")}, 'functions', ${list(functions, "proname")})) AS catalogue`,
};
