import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { commandFile } from "../../support/command-file";
import { row, rows } from "../../support/own-database";
import { ownMedia, receivedFile } from "../../support/own-media";

const own = ownMedia();

function media(...args: string[]) {
  const command = [commandFile("media"), ...args];
  const env = { ...process.env, APP_URL: "https://app.example", VITEST: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

// Four processes; each takes seconds where others work on the machine.
it("npm run media lists, links to and retries files, without their names in the list", {
  timeout: 60_000,
}, async () => {
  const { id } = await receivedFile(own, { filename: "canary name.pdf", kind: "document" });
  await rows(
    `UPDATE "MediaAsset" SET status = 'failed', "errorCode" = 'HTTP_500', attempts = 6 WHERE id = $1`,
    [id],
  );

  const list = media("list", "--status", "failed");
  expect(list).toMatchObject({ status: 0, stderr: "" });
  expect(list.stdout).toMatch(new RegExp(`${id} +failed +document +6 .*HTTP_500`));
  expect(list.stdout).not.toContain("canary");
  expect(media("link", id).stdout).toMatch(
    new RegExp(`^https://app.example/api/media/${id}\\?expires=\\d+&signature=[\\w-]{43}\n$`),
  );

  expect(media("retry", id)).toMatchObject({ status: 0, stdout: `File ${id} is tried again.\n` });
  const state = await row(`SELECT status, attempts, "errorCode" FROM "MediaAsset" WHERE id = $1`, [id]);
  expect(state).toEqual({ status: "pending", attempts: 0, errorCode: null });
  expect(media("show", "none")).toMatchObject({ status: 2, stderr: expect.stringContaining("No file none") });
});
