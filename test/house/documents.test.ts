import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/env";

const documents = ["README.md", ...listMarkdown("docs")];
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

function listMarkdown(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

describe.each(documents)("%s", (document) => {
  const text = readFileSync(document, "utf8");

  it("names only files that exist", () => {
    const named = [...text.matchAll(/`((?:src|scripts|test|prisma|docs|\.ci)\/[\w./@[\]-]+)`/g)].map(
      (match) => match[1] ?? "",
    );
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("links only to files that exist", () => {
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) =>
      join(document, "..", match[1] ?? ""),
    );
    expect(linked.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("names only commands that exist", () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

it(".env.example lists exactly what is read, with the defaults that are used", () => {
  const { env } = parseEnv({});
  const example = readFileSync(".env.example", "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, (value ?? "").replace(/^"(.*)"$/, "$1")] as const];
    });
  const notForPeople = ["NODE_ENV", "VERCEL_GIT_COMMIT_SHA", "BUILD_COMMIT"];
  const expected = Object.entries(env).filter(([name]) => !notForPeople.includes(name));
  expect(Object.fromEntries(example)).toEqual(
    Object.fromEntries(expected.map(([name, value]) => [name, value === undefined ? "" : String(value)])),
  );
});
