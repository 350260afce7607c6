// What keeps PostgreSQL from removing dead rows. A claim, and every other statement over rows that change often, then reads
// past more of them each minute.

import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import type { Alert, AlertName } from "./alert-kinds";

/** A slot that nobody reads has no age in minutes; so many transactions are a quarter of an hour of a busy system. */
const SLOT_AGE_MAX = 1_000_000;
const DEAD_ROWS_MIN = 100_000; // Below, a table is read fast enough whatever is dead in it.
/** Autovacuum begins at a fifth unless told otherwise: at half it does not keep up, or may not. */
const DEAD_SHARE = 0.5;

/**
 * A transaction that has neither changed anything nor holds a snapshot holds back nothing. Without the role pg_read_all_stats
 * only one's own transactions can be seen. No text of a query: there may be a customer's in it.
 */
const statement = {
  name: "look_at_vacuum",
  text: `
  (SELECT 'vacuum_held' AS kind, '' AS subject,
    format('A transaction is open since %s minutes, state "%s", application "%s", user "%s", pid %s',
      (extract(epoch FROM now() - xact_start) / 60)::int, state, application_name, usename, pid) AS detail
  FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND xact_start < now() - $1 * interval '1 minute' AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)
  ORDER BY xact_start LIMIT 1)
  UNION ALL
  (SELECT 'vacuum_held', 'prepared', format('The prepared transaction "%s" waits since %s minutes for its COMMIT PREPARED', gid,
    (extract(epoch FROM now() - prepared) / 60)::int)
  FROM pg_prepared_xacts WHERE database = current_database() AND prepared < now() - $1 * interval '1 minute'
  ORDER BY prepared LIMIT 1)
  UNION ALL
  SELECT 'vacuum_held', format('slot %s', slot_name), format('A replication slot holds back %s transactions',
    greatest(age(xmin), age(catalog_xmin)))
  FROM pg_replication_slots WHERE greatest(age(xmin), age(catalog_xmin)) > ${SLOT_AGE_MAX}
  UNION ALL
  SELECT 'dead_rows', format('table %s', relname), format('%s rows are dead beside %s that are not', n_dead_tup, n_live_tup)
  FROM pg_stat_user_tables
  WHERE schemaname = current_schema() AND n_dead_tup > ${DEAD_ROWS_MIN} AND n_dead_tup > ${DEAD_SHARE} * n_live_tup`,
};

/** Whatever holds back vacuum, and the tables in which dead rows pile up. */
export function lookAtVacuum(): Promise<Alert[]> {
  return run<{ kind: AlertName; subject: string; detail: string }>(statement, [
    env().ALERT_TRANSACTION_MINUTES,
  ]);
}
