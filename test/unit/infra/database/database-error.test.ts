import { describe, expect, it } from "vitest";
import { readDatabaseError, toAppError } from "@/infra/database/database-error";
import { AppError } from "@/lib/errors";

/** An error as `pg` makes it from PostgreSQL's answer. */
function pgError(code: string, fields: Record<string, unknown> = {}) {
  const message = `message of ${code}`;
  return Object.assign(new Error(message), { severity: "ERROR", code, routine: "errorMissing", ...fields });
}

/** An error as Prisma 7 makes it from what its adapter for `pg` threw. */
function prismaError(code: string, cause?: Record<string, unknown>) {
  const driverAdapterError = cause && Object.assign(new Error("DriverAdapterError"), { cause });
  const meta = { modelName: "Message", ...(driverAdapterError && { driverAdapterError }) };
  const fields = { name: "PrismaClientKnownRequestError", code, clientVersion: "7.10.0", meta };
  return Object.assign(new Error(`Prisma's words for ${code}`), fields);
}

const kindOf = (thrown: unknown) => readDatabaseError(thrown)?.kind;

const mismatches = ["42P01", "42703", "42704", "42883", "42P10", "42804", "428C9", "3F000"];
const conflicts = ["40001", "40P01"];
const unavailable = [
  "08000",
  "08001",
  "08006",
  "08P01",
  "53300",
  "57P01",
  "57P02",
  "57P03",
  "57P05",
  "57014",
  "25006",
];
const suspects = ["22P02", "23502", "2200H", "23514"];
const others = ["23505", "23503", "22001", "42601", "0A000", "P0001", "53200"];

const bySqlState = [
  ...mismatches.map((code) => [code, "mismatch"] as const),
  ...conflicts.map((code) => [code, "conflict"] as const),
  ...unavailable.map((code) => [code, "unavailable"] as const),
  ...suspects.map((code) => [code, "suspect"] as const),
  ...others.map((code) => [code, "other"] as const),
];

describe("an error of PostgreSQL's", () => {
  it.each(bySqlState)(
    "with the SQLSTATE %s is %s, whether it comes from pg or through Prisma",
    (code, kind) => {
      expect(readDatabaseError(pgError(code))).toMatchObject({ kind, code, message: `message of ${code}` });
      const cause = { originalCode: code, originalMessage: "original", kind: "postgres" };
      for (const prismaCode of ["P2010", "P2039"]) {
        expect(readDatabaseError(prismaError(prismaCode, cause))).toMatchObject({
          kind,
          code,
          message: "original",
        });
      }
    },
  );

  it("from pg names table, column and constraint", () => {
    const where = { table: "OutboundJob", column: "id", constraint: "OutboundJob_pkey" };
    expect(readDatabaseError(pgError("23505", where))).toMatchObject(where);
  });

  it.each(["28P01", "28000", "3D000", "53300", "57P03", "XX000"])(
    "that is FATAL (%s) ended the connection: nothing was stored",
    (code) => {
      expect(readDatabaseError(pgError(code, { severity: "FATAL" }))).toMatchObject({
        kind: "unavailable",
        code,
      });
    },
  );

  it("is told by its SQLSTATE and never by its words", () => {
    const misleading = pgError("23505", { message: 'relation "Message" does not exist' });
    expect(kindOf(misleading)).toBe("other");
    const translated = pgError("42P01", { message: "A relação não existe" });
    expect(kindOf(translated)).toBe("mismatch");
  });
});

describe("an error of Prisma's", () => {
  it("for a missing column is a mismatch, with the column and PostgreSQL's own words", () => {
    const cause = {
      originalCode: "42703",
      originalMessage: "column Message.providerMediaId does not exist",
      kind: "ColumnNotFound",
      column: "Message.providerMediaId",
    };
    expect(readDatabaseError(prismaError("P2022", cause))).toEqual({
      kind: "mismatch",
      model: "Message",
      code: "42703",
      message: "column Message.providerMediaId does not exist",
      table: undefined,
      column: "Message.providerMediaId",
    });
  });

  it("for a missing table of a raw query is a mismatch, with the table", () => {
    const cause = {
      originalCode: "42P01",
      originalMessage: "gone",
      kind: "TableDoesNotExist",
      table: "Integration",
    };
    expect(readDatabaseError(prismaError("P2010", cause))).toMatchObject({
      kind: "mismatch",
      code: "42P01",
      table: "Integration",
    });
  });

  it.each(["P2021", "P2022"])("%s is a mismatch also when nothing else is known", (code) => {
    const known = { kind: "mismatch", code, message: `Prisma's words for ${code}` };
    expect(readDatabaseError(prismaError(code))).toMatchObject(known);
  });

  it.each(["P1001", "P1002", "P1003", "P1008", "P1010", "P1011", "P1017", "P2024", "P2037"])(
    "%s means that the database cannot be reached",
    (code) => {
      const cause = { kind: "DatabaseNotReachable", host: "db", port: 5432 };
      expect(readDatabaseError(prismaError(code, cause))).toMatchObject({ kind: "unavailable", code });
    },
  );

  it("P1000, a password that does not fit, means that the database cannot be reached", () => {
    const cause = { originalCode: "28P01", originalMessage: "password authentication failed" };
    expect(readDatabaseError(prismaError("P1000", cause))).toMatchObject({
      kind: "unavailable",
      code: "28P01",
    });
  });

  it("P2034 is a conflict that may be tried again", () => {
    expect(kindOf(prismaError("P2034"))).toBe("conflict");
  });

  it.each(["P2002", "P2003", "P2025"])("%s is the statement's own trouble", (code) => {
    expect(readDatabaseError(prismaError(code))).toMatchObject({ kind: "other", code });
  });

  it("passes on what the adapter calls code and message where it has no original", () => {
    const cause = {
      kind: "postgres",
      code: "42P10",
      severity: "ERROR",
      message: "no unique constraint matching",
    };
    expect(readDatabaseError(prismaError("P2039", cause))).toMatchObject({
      kind: "mismatch",
      code: "42P10",
      message: "no unique constraint matching",
    });
  });

  it("is recognised by its shape: two copies of the client may be loaded", () => {
    expect(kindOf({ code: "P2021", clientVersion: "7.10.0", message: "plain object" })).toBe("mismatch");
  });
});

describe("trouble on the way to the database", () => {
  it.each([
    "ECONNREFUSED",
    "ECONNRESET",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "EPIPE",
    "EHOSTUNREACH",
    "ENETUNREACH",
  ])("%s means that it cannot be reached", (code) => {
    const error = Object.assign(new Error(`connect ${code}`), { code, syscall: "connect" });
    expect(readDatabaseError(error)).toMatchObject({ kind: "unavailable", code, message: `connect ${code}` });
  });

  it("has its code for words where it has no message", () => {
    const error = Object.assign(new AggregateError([]), { code: "ECONNREFUSED", message: "" });
    expect(readDatabaseError(error)).toMatchObject({ kind: "unavailable", message: "ECONNREFUSED" });
  });

  it.each([
    "Connection terminated unexpectedly",
    "Connection terminated due to connection timeout",
    "timeout exceeded when trying to connect",
    "timeout expired",
    "Query read timeout",
    "Client has encountered a connection error and is not queryable",
    "Client was closed and is not queryable",
  ])("is what pg means by %j, which has no code", (message) => {
    expect(readDatabaseError(new Error(message))).toMatchObject({ kind: "unavailable", message });
  });
});

describe("an error inside another", () => {
  it("is found among the causes", () => {
    const outer = new Error("transaction failed", { cause: new Error("batch", { cause: pgError("42703") }) });
    expect(readDatabaseError(outer)).toMatchObject({ kind: "mismatch", code: "42703" });
  });

  it("is found among the members of an AggregateError", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED ::1"), { code: "ECONNREFUSED" });
    expect(kindOf(new AggregateError([new Error("first"), refused]))).toBe("unavailable");
    expect(kindOf(new Error("outer", { cause: new AggregateError([refused]) }))).toBe("unavailable");
  });

  it("gives way to the outermost one that tells something", () => {
    expect(kindOf(Object.assign(pgError("40001"), { cause: pgError("42P01") }))).toBe("conflict");
  });

  it("does not send anybody round in circles", () => {
    const error = new Error("round");
    error.cause = error;
    expect(readDatabaseError(error)).toBeUndefined();
  });
});

describe("what did not come from the database", () => {
  it.each([
    undefined,
    null,
    "42P01",
    42,
    {},
    new Error("The database is gone"),
    new AppError("NOT_FOUND", "no such job"),
    Object.assign(new Error("no such file"), { code: "ENOENT", syscall: "open" }),
    Object.assign(new Error("bad request"), { code: "42P01" }),
    Object.assign(new Error("bad request"), { code: "P2021" }),
    Object.assign(new Error("with a version"), { clientVersion: "7.10.0" }),
    { code: 42, severity: "ERROR", routine: "x", clientVersion: "7.10.0" },
  ])("is not taken for it (%#)", (thrown) => {
    expect(readDatabaseError(thrown)).toBeUndefined();
    expect(toAppError(thrown)).toBe(thrown);
  });
});

describe("toAppError", () => {
  it("tells the caller exactly what to do about a mismatch, and keeps the details for operators", () => {
    const thrown = pgError("42703", { column: "deletedAt" });
    const error = toAppError(thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: "DB_MISMATCH",
      message: "message of 42703",
      publicMessage: "DB migrations not applied. Run: npx prisma migrate deploy",
    });
    expect((error as AppError).cause).toBe(thrown);
  });

  it("tells the caller that the database cannot be reached, and not where it is", () => {
    const thrown = Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:5432"), { code: "ECONNREFUSED" });
    const error = toAppError(new Error("outer", { cause: thrown }));
    expect(error).toMatchObject({
      code: "DATABASE_UNAVAILABLE",
      message: "connect ECONNREFUSED 10.0.0.7:5432",
      publicMessage: "The database cannot be reached.",
    });
  });

  it.each(["23505", "40P01"])("leaves %s as it is: its caller knows better", (code) => {
    const thrown = pgError(code);
    expect(toAppError(thrown)).toBe(thrown);
  });
});

it("a pooler's error, which names no routine, is the database's", () => {
  const message = "no more connections allowed (max_client_conn)";
  const error = Object.assign(new Error(message), { severity: "FATAL", code: "08P01", routine: undefined });
  expect(readDatabaseError(error)).toMatchObject({ kind: "unavailable", code: "08P01" });
});

it("a thing with errors that are no list is no error of the database's", () => {
  expect(readDatabaseError({ errors: { field: ["x"] } })).toBeUndefined();
});
