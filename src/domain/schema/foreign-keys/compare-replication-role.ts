import { escapeIdentifier } from "pg";
import type { Session } from "./catalogue";
import { type ForeignKeyFinding, finding } from "./foreign-key-finding";

const SETTING = "session_replication_role";

/** With `replica`, no foreign key of a session checks or does anything, whatever the constraints say. */
export function compareReplicationRole(session: Session): ForeignKeyFinding[] {
  const defaults = session.replicaDefaults.map(({ role, database }) => {
    // A role that copies data may be meant to work so; the others are not.
    const isOurs = role === null || role === session.user;
    const [subject, alter] = role
      ? [
          `role ${role}`,
          `ALTER ROLE ${escapeIdentifier(role)}${database ? ` IN DATABASE ${escapeIdentifier(database)}` : ""}`,
        ]
      : database
        ? [`database ${database}`, `ALTER DATABASE ${escapeIdentifier(database)}`]
        : ["all roles", "ALTER ROLE ALL"];
    return describe({ subject, isOurs, mend: [`${alter} RESET ${SETTING}`] });
  });
  const isExplained = defaults.some(({ severity }) => severity === "fail");
  if (session.replicationRole !== "replica" || isExplained) return defaults;
  const isFile = session.replicationRoleSource === "configuration file";
  const mend = isFile
    ? [`ALTER SYSTEM RESET ${SETTING}`, "SELECT pg_reload_conf()"]
    : [`-- take ${SETTING} out of the connection's options (DATABASE_URL, PGOPTIONS)`];
  return [...defaults, describe({ subject: session.replicationRoleSource, isOurs: true, mend })];
}

function describe({
  subject,
  isOurs,
  mend,
}: {
  subject: string;
  isOurs: boolean;
  mend: string[];
}): ForeignKeyFinding {
  return finding({
    kind: "replication_role",
    severity: isOurs ? "fail" : "warn",
    subject,
    expected: `${SETTING} = origin`,
    found: `${SETTING} = replica`,
    breaks: "Foreign keys neither check nor cascade in these sessions: every write can leave orphans.",
    mend,
  });
}
