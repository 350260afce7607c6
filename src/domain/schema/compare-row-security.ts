// Which rows a role sees: the policies of the migrations are there, and no others.

import { INBOX_ROLE } from "@/infra/database/in-organization";
import type { LiveTable, Policy, Table } from "./catalogue";
import { quote } from "./define-sql";
import { finding, type SchemaFinding } from "./finding";

export function compareRowSecurity(table: Table, live: LiveTable): SchemaFinding[] {
  return table.policies?.length ? [...lacking(table, live), ...extra(table, live)] : hiding(table, live);
}

/** Row security as the migrations make it, whatever is left of it. */
export function protectRows({ name, policies = [] }: Table): string {
  return [
    ...policies.map((policy) => `${dropPolicy(name, policy)}\n${createPolicy(name, policy)}`),
    `GRANT SELECT ON ${quote(name)} TO ${INBOX_ROLE};`,
    `ALTER TABLE ${quote(name)} ENABLE ROW LEVEL SECURITY;`,
  ].join("\n");
}

function lacking(table: Table, { rowSecurity }: LiveTable): SchemaFinding[] {
  const { name, policies = [] } = table;
  const missing = policies.filter((wanted) => !rowSecurity.policies.some((found) => isSame(wanted, found)));
  if (rowSecurity.isOn && missing.length === 0) return [];
  const which = missing.map((policy) => policy.name).join(", ");
  return [
    finding("row_security_missing", name, {
      expected: policies.map((policy) => `${policy.name} ${policy.definition}`).join("; "),
      actual: rowSecurity.isOn ? `not, or not so: ${which}` : "row security is off",
      mend: protectRows(table),
      migration: policies[0]?.since,
    }),
  ];
}

function extra({ name, policies = [] }: Table, { rowSecurity }: LiveTable): SchemaFinding[] {
  const unknown = rowSecurity.policies.filter(
    (found) => !policies.some((wanted) => wanted.name === found.name),
  );
  return unknown.map((policy) =>
    finding("row_security", name, {
      expected: "no other policy",
      actual: `${policy.name} ${policy.definition}`,
      mend: dropPolicy(name, policy),
      severity: rowSecurity.isActiveForUs ? "fail" : "warn",
    }),
  );
}

function hiding({ name }: Table, { rowSecurity }: LiveTable): SchemaFinding[] {
  if (!rowSecurity.isOn) return [];
  const names = rowSecurity.policies.map((policy) => policy.name);
  return [
    finding("row_security", name, {
      expected: "every row visible",
      actual: names.length
        ? `row security by ${names.join(", ")}`
        : "row security without a policy: no row is visible, none can be written",
      mend: `ALTER TABLE ${quote(name)} NO FORCE ROW LEVEL SECURITY;\nALTER TABLE ${quote(name)} DISABLE ROW LEVEL SECURITY;`,
      severity: names.length > 0 && !rowSecurity.isActiveForUs ? "warn" : "fail",
    }),
  ];
}

function isSame(one: Policy, other: Policy): boolean {
  return one.name === other.name && one.definition === other.definition;
}

function createPolicy(table: string, { name, definition }: Policy): string {
  return `CREATE POLICY ${quote(name)} ON ${quote(table)} ${definition};`;
}

function dropPolicy(table: string, { name }: Policy): string {
  return `DROP POLICY IF EXISTS ${quote(name)} ON ${quote(table)};`;
}
