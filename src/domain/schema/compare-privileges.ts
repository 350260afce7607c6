import type { ExpectedCatalogue, LiveCatalogue, Privileges } from "./catalogue";
import { quote } from "./define-sql";
import { finding, type SchemaFinding } from "./finding";

const NEEDED = ["SELECT", "INSERT", "UPDATE", "DELETE"] as const satisfies (keyof Privileges)[];
const WRITES = NEEDED.filter((privilege) => privilege !== "SELECT");

/** Whether the role writes anywhere: one that only reads was made for looking, not for running the application. */
export function writesSomewhere(live: LiveCatalogue): boolean {
  return live.tables.some(({ privileges }) => WRITES.some((privilege) => privileges?.[privilege]));
}

/** What the application's role may not do and has to. */
export function comparePrivileges(expected: ExpectedCatalogue, live: LiveCatalogue): SchemaFinding[] {
  const role = live.place.applicationRole;
  if (role === undefined) return [];
  const tables = expected.tables.flatMap(({ name }) => {
    const privileges = live.tables.find((table) => table.name === name)?.privileges;
    const lacking = privileges ? NEEDED.filter((privilege) => !privileges[privilege]) : [];
    if (lacking.length === 0) return [];
    return finding("privilege_missing", name, {
      expected: `${NEEDED.join(", ")} for ${role}`,
      actual: `no ${lacking.join(", ")}`,
      mend: `GRANT ${lacking.join(", ")} ON ${quote(name)} TO ${quote(role)};`,
      // Only clearing up deletes, and some take that right away on purpose.
      severity: lacking.join() === "DELETE" ? "warn" : "fail",
    });
  });
  const sequences = live.sequences
    .filter(({ isUsable, usedBy }) => isUsable === false && usedBy.length > 0)
    .map(({ name }) =>
      finding("privilege_missing", name, {
        expected: `USAGE for ${role}`,
        actual: "no USAGE",
        mend: `GRANT USAGE, SELECT ON SEQUENCE ${quote(name)} TO ${quote(role)};`,
      }),
    );
  return [...tables, ...sequences];
}

export function unknownRole(role: string): SchemaFinding {
  return finding("not_compared", `role ${role}`, {
    expected: "a role of this server, whose privileges can be looked at",
    actual: "the server knows no role of that name",
    mend: "Say which role the application works as: --role NAME",
    mendBy: "hand",
  });
}

export function readsOnly(live: LiveCatalogue): SchemaFinding {
  const role = live.place.applicationRole ?? live.place.role;
  return finding("reads_only", role, {
    expected: "the application's role, or one made for looking",
    actual: `${role} may write nowhere: what the application's own role may do was not looked at (--role NAME)`,
    mend: "Nothing needs doing.",
    mendBy: "hand",
  });
}
