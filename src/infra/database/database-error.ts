// What went wrong in the database, told by SQLSTATE. The same error arrives in two shapes: from `pg` (raw SQL) with
// `code`, from Prisma with the SQLSTATE inside `meta.driverAdapterError.cause`. English messages are never parsed.

import { AppError } from "@/lib/errors";

/** The sentence that operators search for; fixed. */
export const MIGRATIONS_NOT_APPLIED = "DB migrations not applied. Run: npx prisma migrate deploy";

type DatabaseErrorKind =
  /** Nobody answers, or nothing can be stored: refused, cut, shutting down, too many clients, read-only after a failover. */
  | "unavailable"
  /** The live schema lacks what the code needs: migrations are missing. */
  | "mismatch"
  /** Deadlock or serialisation failure: rolled back, may simply be tried again. */
  | "conflict"
  /** Typed code never causes it, and drift may: an enum value, a required column or a check that the code does not know. */
  | "suspect"
  /** Anything else: the statement itself, or a value in it. */
  | "other";

export interface DatabaseError {
  kind: DatabaseErrorKind;
  /** SQLSTATE, or the code of a network error. */
  code: string | undefined;
  message: string;
  /** The Prisma model of the query; that of the root where it includes relations. */
  model?: string;
  constraint?: string;
  table?: string;
  column?: string;
}

interface ErrorShape {
  code?: unknown;
  message?: string;
  severity?: unknown;
  constraint?: string;
  table?: string;
  column?: string;
  cause?: unknown;
  errors?: unknown;
  clientVersion?: unknown;
  meta?: { modelName?: string; driverAdapterError?: { cause?: AdapterCause } };
}

interface AdapterCause {
  severity?: string;
  originalCode?: string;
  originalMessage?: string;
  code?: string;
  message?: string;
  table?: string;
  column?: string;
}

// PostgreSQL documentation, appendix A. Undefined table, column, object, function, no matching unique index for
// ON CONFLICT, datatype mismatch, generated column, undefined schema.
const mismatchCodes = new Set(["42P01", "42703", "42704", "42883", "42P10", "42804", "428C9", "3F000"]);
const conflictCodes = new Set(["40001", "40P01"]);
// Invalid text for a type, not null, sequence at its end, check.
const suspectCodes = new Set(["22P02", "23502", "2200H", "23514"]);
// 08…: connection. 53300: too many. 57P01 to 57P03: shutting down, crashed, starting. 57014: cancelled by a timeout.
const unavailableCode = /^(08...|53300|57P0[1-5]|57014|25006)$/;
const READ_ONLY = "25006";
/** Ends the connection: wrong password, no such database, not accepting connections. Nothing was stored. */
const FATAL = "FATAL";
const networkCode = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH)/;
const prismaUnavailable = new Set([
  "P1000",
  "P1001",
  "P1002",
  "P1003",
  "P1008",
  "P1010",
  "P1011",
  "P1017",
  "P2024",
  "P2037",
]);
// `pg` gives these conditions no code at all.
const uncodedConnectionMessage =
  /^(Connection terminated|timeout e|Query read timeout|Client has encountered|Client was closed)/;

/** @returns undefined when the error did not come from the database. */
export function readDatabaseError(thrown: unknown): DatabaseError | undefined {
  for (const error of causes(thrown)) {
    const found = fromPrisma(error) ?? fromPg(error);
    if (found) return found;
  }
  return undefined;
}

/** Whether nobody answers: what is true of one statement then is true of all. */
export function isDatabaseAway(thrown: unknown): boolean {
  return readDatabaseError(thrown)?.kind === "unavailable";
}

/** The error to throw on: DB_MISMATCH and DATABASE_UNAVAILABLE where that is what happened, else the error itself. */
export function toAppError(thrown: unknown): unknown {
  const found = readDatabaseError(thrown);
  if (found?.kind === "mismatch") {
    return new AppError("DB_MISMATCH", found.message, {
      publicMessage: MIGRATIONS_NOT_APPLIED,
      cause: thrown,
    });
  }
  if (found?.kind === "unavailable") {
    const publicMessage =
      found.code === READ_ONLY
        ? "The database takes no changes at the moment."
        : "The database cannot be reached.";
    return new AppError("DATABASE_UNAVAILABLE", found.message, { publicMessage, cause: thrown });
  }
  return thrown;
}

function fromPrisma(error: ErrorShape): DatabaseError | undefined {
  if (error.clientVersion === undefined || typeof error.code !== "string") return undefined;
  const cause = error.meta?.driverAdapterError?.cause ?? {};
  const state = cause.originalCode ?? cause.code;
  const message = cause.originalMessage ?? cause.message ?? error.message ?? error.code;
  const code = state ?? error.code;
  const where = { model: error.meta?.modelName, table: cause.table, column: cause.column };
  if (error.code === "P2021" || error.code === "P2022") return { kind: "mismatch", code, message, ...where };
  if (prismaUnavailable.has(error.code) || cause.severity === FATAL)
    return { kind: "unavailable", code, message };
  if (error.code === "P2034") return { kind: "conflict", code, message };
  return { kind: kindOf(code), code, message, ...where };
}

function fromPg(error: ErrorShape): DatabaseError | undefined {
  const message = error.message ?? "";
  const code = typeof error.code === "string" ? error.code : undefined;
  // A pooler's own errors have a severity and a code, and no routine.
  if (code && error.severity !== undefined) {
    const { constraint, table, column } = error;
    const kind = error.severity === FATAL ? "unavailable" : kindOf(code);
    return { kind, code, message, constraint, table, column };
  }
  if (code && networkCode.test(code)) return { kind: "unavailable", code, message: message || code };
  if (uncodedConnectionMessage.test(message)) return { kind: "unavailable", code, message };
  return undefined;
}

function kindOf(code: string): DatabaseErrorKind {
  if (mismatchCodes.has(code)) return "mismatch";
  if (conflictCodes.has(code)) return "conflict";
  if (suspectCodes.has(code)) return "suspect";
  return unavailableCode.test(code) ? "unavailable" : "other";
}

/** The error, its causes and the members of an AggregateError, outermost first. */
function* causes(thrown: unknown, depth = 0): Generator<ErrorShape> {
  if (typeof thrown !== "object" || thrown === null || depth > 5) return;
  const error = thrown as ErrorShape;
  yield error;
  for (const member of Array.isArray(error.errors) ? error.errors : []) yield* causes(member, depth + 1);
  yield* causes(error.cause, depth + 1);
}
