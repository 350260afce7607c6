import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createOrganization } from "../../support/knowledge";
import { ownDatabase } from "../../support/own-database";
import { runScript } from "../../support/run-script";

ownDatabase();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "persona-"));
  await createOrganization();
});
afterAll(() => rm(folder, { recursive: true }));

const command = (...args: string[]) =>
  runScript("persona", args, { env: { DATABASE_URL: process.env.DATABASE_URL } });

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

it("a persona is shown, changed with what that changes, compared and brought back from a terminal", async () => {
  const first = await file("1.yaml", "name: Ana # as she is called\nfacts: [open daily, lamps cost 49]\n");
  const second = await file(
    "2.yaml",
    "name: Ana\nfacts: [open daily, lamps cost 59]\nhandover: {whenPayment: true}\n",
  );
  expect((await command("show")).stdout).toMatch(/^# No persona.*\ntone: "A friendly/);
  expect(await command("set", "--file", first, "--note", "start")).toMatchObject({
    exitCode: 0,
    stdout: `Version 1 is saved.
name
  + Ana
facts
  + open daily
  + lamps cost 49
It is used from the next reply on, in 0 open conversation(s) of the bot.
`,
  });
  expect((await command("set", "--file", second)).stdout).toContain(
    "facts\n  - lamps cost 49\n  + lamps cost 59\nhandover.whenPayment\n  - false\n  + true\n",
  );
  expect((await command("set", "--file", second)).stdout).toBe(
    "Version 2 says the same: nothing was saved.\n",
  );
  expect((await command("diff", "1", "2")).stdout).toMatch(/^facts\n {2}- lamps cost 49/);
  expect((await command("set", "--version", "1")).stdout).toMatch(/^Version 3 is saved\./);
  expect((await command("show")).stdout).toMatch(
    /^# Version 3, by operator:.*: Version 1 again\nname: Ana\nfacts:\n {2}- open daily/,
  );
  expect(
    (await command("history")).stdout
      .trim()
      .split("\n")
      .map((line) => line[0]),
  ).toEqual(["3", "2", "1"]);
}, 60_000);

it.each([
  [
    "fields.yaml",
    "nane: x\ntone: ''\nfacts: [ok, '']\n",
    ["tone: ", "facts.1: ", "nane: there is no such field"],
  ],
  ["syntax.yaml", "name: [x\ntone: : y\n", ["line "]],
  ["list.yaml", "- a\n- b\n", ["the whole: "]],
])("every problem of %s is told with its place, and nothing is saved", async (name, text, places) => {
  const path = await file(name, text);
  const { exitCode, stdout } = await command("set", "--file", path);
  expect(exitCode).toBe(1);
  for (const place of places) expect(stdout).toContain(`${path}: ${place}`);
});

it("an empty file is the defaults, and a file that is not there is no file", async () => {
  expect(await command("check", await file("empty.yaml", ""))).toMatchObject({ exitCode: 0 });
  expect(await command("check", join(folder, "none.yaml"))).toMatchObject({ exitCode: 2 });
  expect(await command("check", "scripts/demo/persona.yaml")).toMatchObject({ exitCode: 0 });
});
