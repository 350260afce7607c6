import { INBOX_ROLE, inOrganization } from "@/infra/database/in-organization";
import { run } from "@/infra/database/statement";
import { describeError } from "@/lib/errors";
import { fail, pass, type ReadinessCheck } from "./setup";

interface Wall extends Record<string, unknown> {
  tables: number;
  open: string[];
  isLifted: boolean;
}

const look = {
  name: "readiness_row_security",
  text: `
  WITH ours AS (
    SELECT t.oid, t.relname, t.relrowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid
        AND p.polroles = ARRAY(SELECT r.oid FROM pg_roles r WHERE r.rolname = '${INBOX_ROLE}')
        AND pg_get_expr(p.polqual, p.polrelid) LIKE '%replyonce.organization_id%') AS "isProtected"
    FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'organizationId' AND NOT a.attisdropped
    WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace
  )
  SELECT count(*)::int AS tables, coalesce(array_agg(relname::text ORDER BY relname) FILTER (WHERE NOT "isProtected"), '{}') AS open,
    EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${INBOX_ROLE}' AND (rolsuper OR rolbypassrls)) AS "isLifted"
  FROM ours`,
};
const strange = { name: "readiness_row_security_trial", text: `SELECT 1 FROM "Organization" LIMIT 1` };

/** The second wall between organizations stands, and the application can stand behind it. */
export const checkRowSecurity: ReadinessCheck = async () => {
  const name = "row security";
  const mend = "npm run verify:schema says what to type";
  const [wall] = await run<Wall>(look);
  if (!wall || wall.open.length > 0) return fail(name, `not protected: ${wall?.open.join(", ")}`, mend);
  if (wall.isLifted)
    return fail(
      name,
      `${INBOX_ROLE} passes every policy`,
      `ALTER ROLE ${INBOX_ROLE} NOSUPERUSER NOBYPASSRLS`,
    );
  try {
    const seen = await inOrganization("", (ask) => ask(strange));
    if (seen.length > 0) return fail(name, "organizations are seen without being named", mend);
  } catch (error) {
    const grant = `GRANT ${INBOX_ROLE} TO the role of DATABASE_URL; docs/adr/0014-row-level-security.md`;
    return fail(name, `the inbox cannot read: ${describeError(error)}`, grant);
  }
  return pass(name, `${wall.tables} tables, seen by organization`);
};
