import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/env";
import { faultPoints } from "@/lib/fault-point";
import { matrix } from "../faults/matrix";
import { toMarkdown, toTable } from "../faults/table";

const LIST = "src/lib/fault-point.ts";
const names = Object.keys(faultPoints);

function read(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.includes("/generated/"))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

const product = [...read("src"), ...read("scripts")];

describe("fault points in the product", () => {
  const calls = product
    .filter(({ path }) => path !== LIST)
    .flatMap(({ text }) => [...text.matchAll(/\bfaultPoint\(([^)]*(?:\([^)]*\)[^)]*)*)\)/g)])
    .map((call) => call[1] ?? "");

  it("are named where they are, each name in one place", () => {
    const named = calls.flatMap((call) =>
      [...call.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map((match) => match[1]),
    );
    expect(named.toSorted()).toEqual(names.toSorted());
    // A name put together at run time would escape this test.
    expect(calls.filter((call) => !call.includes('"') || call.includes("`"))).toEqual([]);
  });

  it("have a hook that nothing in the product sets", () => {
    const knowing = product.filter(({ text }) => text.includes("replyOnceFaultHook"));
    expect(knowing.map(({ path }) => path)).toEqual([LIST]);
    expect(knowing[0]?.text).not.toMatch(/replyOnceFaultHook\s*(\?\?|\|\||&&)?=[^>=]/);
  });

  it("cannot be armed by any variable of the environment", () => {
    expect(Object.keys(parseEnv({}).env).filter((name) => name.includes("FAULT"))).toEqual([]);
    expect(product.filter(({ text }) => text.includes("FAULT_ARM")).map(({ path }) => path)).toEqual([]);
    const script = `import { faultPoint, faultPoints } from "./${LIST}";
      for (const point of Object.keys(faultPoints)) faultPoint(point);
      process.stdout.write("alive");`;
    const env = { ...process.env, FAULT_ARM: "claim.before", FAULT_SIGNAL: "SIGKILL" };
    const args = ["--import", "tsx", "--input-type=module", "-e", script];
    const { stdout, signal } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
    expect({ stdout, signal }).toEqual({ stdout: "alive", signal: null });
  });
});

describe("the matrix of fault points", () => {
  it("has a row for each, and none for others", () => {
    expect(Object.keys(matrix).toSorted()).toEqual(names.toSorted());
  });

  it("is run whole: every file of rows, without receipts under both policies where somebody has to decide", () => {
    const areas = readdirSync("test/faults/rows").flatMap((name) => /^(.+)-rows\.ts$/.exec(name)?.[1] ?? []);
    const wanted = areas.flatMap((area) => {
      const isDecided = /unknown: \{/.test(readFileSync(`test/faults/rows/${area}-rows.ts`, "utf8"));
      return isDecided ? [area, `${area}-resend`, `${area}-hold`] : [area];
    });
    expect(wanted.filter((name) => !existsSync(`test/faults/${name}.test.ts`))).toEqual([]);
  });

  it("stands in docs/GUARANTEES.md as it is (npx vitest run test/house/fault-points.test.ts -u writes it there)", async () => {
    const document = readFileSync("docs/GUARANTEES.md", "utf8");
    const marks = /(<!-- matrix -->\n\n)[\s\S]*(\n\n<!-- \/matrix -->)/;
    expect(document).toMatch(marks);
    const current = document.replace(
      marks,
      (_, before, after) => before + toMarkdown(toTable(matrix)) + after,
    );
    await expect(current).toMatchFileSnapshot("../../docs/GUARANTEES.md");
  });
});
