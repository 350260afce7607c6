import { expect, it } from "vitest";
import { explainConnection } from "../../../../scripts/db/explain-connection";

const target = {
  variable: "DATABASE_URL" as const,
  url: "postgresql://app:secret@db.example:5432/shop",
  host: "db.example",
  port: 5432,
  database: "shop",
  user: "app",
};

const thrown = (code: string) => Object.assign(new Error("in some language"), { code });

it("every cause has a code, a sentence and a mend of its own, and none shows the password", () => {
  const causes =
    "28P01 28000 3D000 ECONNREFUSED ENOTFOUND ETIMEDOUT ECONNRESET 57P03 53300 42501 55P03 57014 ERR_TLS_CERT";
  const problems = causes.split(" ").map((code) => explainConnection(thrown(code), target));
  expect(problems.map(({ code }) => code)).toEqual([
    "WRONG_PASSWORD",
    "ACCESS_REFUSED",
    "NO_SUCH_DATABASE",
    "HOST_DOWN",
    "UNKNOWN_HOST",
    "NO_ANSWER",
    "CONNECTION_CUT",
    "STARTING_UP",
    "TOO_MANY_CONNECTIONS",
    "MISSING_PRIVILEGE",
    "LOCKED",
    "TOO_SLOW",
    "TLS",
  ]);
  expect(new Set(problems.map(({ message }) => message)).size).toBe(problems.length);
  expect(JSON.stringify(problems)).not.toContain("secret");
});

it("looks inside what wraps the cause", () => {
  const each = new AggregateError([thrown("ECONNREFUSED")]);
  expect(explainConnection(new Error("outer", { cause: each }), target).code).toBe("HOST_DOWN");
  expect(explainConnection(new Error("timeout expired"), target).code).toBe("NO_ANSWER");
  expect(explainConnection(new Error("Connection terminated unexpectedly"), target).code).toBe(
    "CONNECTION_CUT",
  );
  expect(explainConnection(new Error("something else"), target)).toMatchObject({
    code: "OTHER",
    message: "db.example:5432: something else",
  });
});
