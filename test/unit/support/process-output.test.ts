import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { startChild } from "../../../scripts/local/child-process";
import { newCustomer } from "../../support/factories";
import { secrets } from "../../support/own-app";
import { findLeaks, keepOutput } from "../../support/process-output";

let folder = "";
const folders: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "replyonce-leaks-"));
  folders.push(folder);
});
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

it.each([...Object.values(secrets), newCustomer(), "a canary text", `{"to":"${newCustomer()}"}`])(
  "%s in what a process has written is found, with its place",
  (leak) => {
    const write = keepOutput("app", folder);
    write("a line that says nothing");
    write(`before ${leak} after`);
    const [file] = readdirSync(folder);
    expect(findLeaks(folder)).toEqual([`${join(folder, file ?? "")}:2: before ${leak} after`]);
  },
);

it("numbers that are masked, times and ids are no leak", () => {
  const write = keepOutput("app", folder);
  write(`contact=551***07 requestId=webhook_1795342842279_5511aabb phoneNumberId=106540352242922 5511999`);
  expect(findLeaks(folder)).toEqual([]);
});

it("what a process writes at its very end is kept, from both of its channels", async () => {
  const args = ["-e", `process.stdout.write("canary out"); process.stderr.write("canary err");`];
  const child = startChild({ args, onLine: keepOutput("child", folder) });
  await child.exited;
  await expect.poll(() => findLeaks(folder).length).toBe(2);
});
