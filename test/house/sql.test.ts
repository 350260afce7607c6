import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const files = ["src", "scripts"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.includes("/generated/"))
    .map((path) => ({ path, text: readFileSync(path, "utf8") })),
);

/** Where SQL is put together from more than constants, and from what. */
const exceptions = {
  "src/domain/schema/":
    "names from the release and from the catalogue, quoted; most of it is printed, not run",
  "src/domain/maintenance/retention-rules.ts": "the rules in the same file",
};

/** The template literals of a text that are SQL. */
function sqlLiterals(text: string): string[] {
  const literals = text.match(/`(?:[^`\\]|\\.)*`/gs) ?? [];
  return literals.filter((literal) =>
    /^`\s*(SELECT|INSERT|UPDATE|DELETE|WITH|ALTER|CREATE|DROP)\s/.test(literal),
  );
}

/**
 * What may be put into SQL: constants in capitals, calls that give SQL (…Sql), and names of SQL put together before
 * (camel case ending in Sql, or defined in the same file as a literal). Never a value of a call.
 */
function suspicious(text: string): string[] {
  return sqlLiterals(text)
    .flatMap((literal) =>
      [...literal.matchAll(/\$\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g)].map(([, inner]) => inner?.trim() ?? ""),
    )
    .filter((inner) => !/^[A-Z][A-Z0-9_]*(\s*[-+*/]\s*[A-Z0-9_]+)*$/.test(inner))
    .filter((inner) => !/^\w*Sql(\(.*\))?$/s.test(inner))
    .filter(
      (inner) =>
        !new RegExp(`^const ${inner.replace(/[^\w]/g, "_")}(: string)? =\\s*(\`|"|\\[)`, "m").test(text),
    );
}

describe("SQL", () => {
  it("has parameters: the calls that take a whole statement as text are used nowhere", () => {
    const unsafe = /\$(query|execute)RawUnsafe|Prisma\.raw\b/;
    expect(files.filter(({ text }) => unsafe.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("of the product is put together from constants and other SQL only, never from values", () => {
    const found = files
      .filter(({ path }) => path.startsWith("src/"))
      .filter(({ path }) => !Object.keys(exceptions).some((start) => path.startsWith(start)))
      .flatMap(({ path, text }) => suspicious(text).map((inner) => `${path}: \${${inner}}`));
    expect(found).toEqual([]);
  });

  it("put together from a value is found by this test", () => {
    const hole = (inner: string) => `\${${inner}}`;
    expect(suspicious(`run(\`SELECT 1 FROM t WHERE id = '${hole("id")}'\`)`)).toEqual(["id"]);
    expect(
      suspicious(`run(\`DELETE FROM t WHERE name = '${hole("request.name")}' LIMIT ${hole("BATCH_MAX")}\`)`),
    ).toEqual(["request.name"]);
    expect(suspicious(`run(\`UPDATE t SET a = ${hole("MAX")} WHERE ${hole('isOpenSql("t")')}\`)`)).toEqual(
      [],
    );
  });
});
