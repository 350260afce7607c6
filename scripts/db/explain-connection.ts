// Why the database could not be looked at: one answer per cause, each with what to do about it. PostgreSQL's codes
// decide, never its words, which come in the server's language.

import type { Target } from "./verification-target";

export interface Problem {
  code: string;
  message: string;
  mend: string;
}

interface ErrorShape {
  code?: unknown;
  message?: string;
  severity?: unknown;
  cause?: unknown;
  errors?: unknown;
}

type Explain = (target: Target, error: ErrorShape) => Problem;

const answers: [RegExp, Explain][] = [
  [
    /^28P01$/,
    ({ user, ...t }) =>
      problem(
        "WRONG_PASSWORD",
        `${at(t)} refuses the password of ${user}`,
        `Correct the password in ${t.variable}.`,
      ),
  ],
  [
    /^28000$/,
    ({ user, ...t }, { message }) =>
      problem(
        "ACCESS_REFUSED",
        `${at(t)} does not let ${user} in: ${message}`,
        `Correct the user in ${t.variable}, or let it in (pg_hba.conf, sslmode).`,
      ),
  ],
  [
    /^3D000$/,
    (t) =>
      problem(
        "NO_SUCH_DATABASE",
        `There is no database ${t.database} at ${at(t)}`,
        `Correct the name in ${t.variable}, or create it: npx prisma migrate deploy`,
      ),
  ],
  [
    /^ECONNREFUSED$/,
    (t) =>
      problem(
        "HOST_DOWN",
        `Nobody listens at ${at(t)}`,
        `Start PostgreSQL there, or correct host and port in ${t.variable}.`,
      ),
  ],
  [
    /^(ENOTFOUND|EAI_)/,
    (t) => problem("UNKNOWN_HOST", `No machine is called ${t.host}`, `Correct the host in ${t.variable}.`),
  ],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TIMEOUT)$/,
    (t) =>
      problem(
        "NO_ANSWER",
        `${at(t)} does not answer`,
        `Look at the network and its firewalls, or correct the host in ${t.variable}.`,
      ),
  ],
  [
    /^(ECONNRESET|EPIPE|57P0[12]|08)/,
    (t) => problem("CONNECTION_CUT", `${at(t)} cut the connection`, "Try again."),
  ],
  [
    /^57P03$/,
    (t) => problem("STARTING_UP", `${at(t)} is starting up or shutting down`, "Try again in a moment."),
  ],
  [
    /^53300$/,
    (t) =>
      problem(
        "TOO_MANY_CONNECTIONS",
        `${at(t)} has no connection left`,
        "End sessions that are not needed, or raise max_connections.",
      ),
  ],
  [
    /^42501$/,
    ({ user, ...t }, { message }) =>
      problem(
        "MISSING_PRIVILEGE",
        `${user} may not do that at ${at(t)}: ${message}`,
        `GRANT CONNECT ON DATABASE "${t.database}" TO "${user}"; GRANT USAGE ON SCHEMA public TO "${user}"; GRANT SELECT ON ALL TABLES IN SCHEMA public TO "${user}";`,
      ),
  ],
  [
    /^55P03$/,
    (t) =>
      problem(
        "LOCKED",
        `A table of ${t.database} is locked by another session`,
        "Wait for it to end, then try again.",
      ),
  ],
  [
    /^57014$/,
    (t) => problem("TOO_SLOW", `${at(t)} took too long to answer`, "Try again when it has less to do."),
  ],
  [
    /^ERR_TLS|^(DEPTH|SELF|UNABLE|CERT)_/,
    (t) =>
      problem(
        "TLS",
        `${at(t)} does not have a certificate that is trusted`,
        `Correct sslmode or sslrootcert in ${t.variable}.`,
      ),
  ],
];

export function explainConnection(thrown: unknown, target: Target): Problem {
  for (const error of causes(thrown)) {
    const code = codeOf(error);
    const answer = code === undefined ? undefined : answers.find(([pattern]) => pattern.test(code));
    if (answer) return answer[1](target, error);
  }
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  return problem("OTHER", `${at(target)}: ${said}`, "See above.");
}

/** `pg` gives two conditions no code at all. */
function codeOf({ code, message = "" }: ErrorShape): string | undefined {
  if (typeof code === "string") return code;
  if (/timeout/.test(message)) return "TIMEOUT";
  if (/^The server does not support SSL/.test(message)) return "ERR_TLS";
  return /^Connection terminated/.test(message) ? "ECONNRESET" : undefined;
}

function* causes(thrown: unknown, depth = 0): Generator<ErrorShape> {
  if (typeof thrown !== "object" || thrown === null || depth > 5) return;
  const error = thrown as ErrorShape;
  yield error;
  for (const member of Array.isArray(error.errors) ? error.errors : []) yield* causes(member, depth + 1);
  yield* causes(error.cause, depth + 1);
}

function at({ host, port }: Pick<Target, "host" | "port">): string {
  return `${host}:${port}`;
}

function problem(code: string, message: string, mend: string): Problem {
  return { code, message, mend };
}
