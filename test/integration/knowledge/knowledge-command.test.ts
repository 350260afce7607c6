import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prisma } from "@/infra/database/prisma";
import { answerWith, createOrganization } from "../../support/knowledge";
import { ownDatabase } from "../../support/own-database";
import { recordingServer } from "../../support/recording-server";
import { runScript } from "../../support/run-script";

ownDatabase();
const web = recordingServer();

let folder: string;
let slug: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "knowledge-"));
  await mkdir(join(folder, "faq"));
  await writeFile(join(folder, "prices.md"), "# Prices\nA lamp costs 49 dollars.");
  await writeFile(join(folder, "faq", "prices.md"), "# Discounts\nThere are no discounts on lamps.");
  await writeFile(join(folder, "faq", "notes.xlsx"), "nobody reads this");
  await writeFile(join(folder, "faq", "zbroken.pdf"), "no PDF");
  await writeFile(join(folder, "huge.txt"), Buffer.alloc(50 * 1024 * 1024, "a"));
  const id = await createOrganization();
  ({ slug } = await prisma().organization.findUniqueOrThrow({ where: { id } }));
});
afterAll(() => rm(folder, { recursive: true }));

const command = (...args: string[]) =>
  runScript("knowledge", args, {
    env: { DATABASE_URL: process.env.DATABASE_URL, KNOWLEDGE_PRIVATE_HOSTS: `127.0.0.1:${web.port}` },
  });

it("a business is taught, asked, read again and made to forget from a terminal", async () => {
  answerWith(web, "text/html", "<title>Delivery</title><p>Lamps arrive within three days.");
  const added = await command("add", folder, `${web.url}/delivery`, "--org", slug);
  expect(added.exitCode).toBe(1);
  expect(added.stdout).toBe("3 document(s) are known, 2 could not be read.\n");
  expect(added.stderr.split("\n")).toEqual([
    "1/5  added  faq/prices.md: 1 passage(s)",
    expect.stringMatching(/^2\/5 {2}refused {2}faq\/zbroken\.pdf: the PDF is broken/),
    expect.stringMatching(/^3\/5 {2}refused {2}huge\.txt: it is larger than 20971520 bytes/),
    "4/5  added  prices.md: 1 passage(s)",
    expect.stringMatching(/^5\/5 {2}added {2}http.*: 1 passage\(s\)$/),
    "",
  ]);
  const found = await command("search", "when", "do", "lamps", "arrive", "--json");
  expect(JSON.parse(found.stdout)[0]).toMatchObject({
    title: "Delivery",
    text: "Lamps arrive within three days.",
  });
  web.answer = (response) => void response.writeHead(500).end();
  expect(await command("refresh")).toMatchObject({
    exitCode: 1,
    stdout: "1 page(s) read again, 1 could not be.\n",
    stderr: expect.stringContaining("HTTP 500"),
  });
  expect((await command("list")).stdout).toMatch(/Delivery {2}url .*FAILED: .*HTTP 500/);
  expect((await command("remove", "prices.md")).stdout).toBe('"Prices" is not known any more.\n');
  const shown = await command("show", "faq/prices.md");
  expect(shown.stdout).toMatch(
    /Discounts {2}markdown {2}english.*\n\n\[\d+\] Discounts\nThere are no discounts on lamps\./,
  );
}, 60_000);

it.each<[string[], RegExp]>([
  [["add", "/nowhere/at/all"], /There is no file \/nowhere/],
  [["list", "--org", "nobody"], /There is no organization nobody/],
  [["remove", "nothing"], /There is no document nothing/],
])("%j cannot be done, and says why", async (args, reason) => {
  expect(await command(...args)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(reason) });
});

it("two files that would take each other's place are refused before anything is added", async () => {
  const refused = await command("add", join(folder, "prices.md"), join(folder, "faq", "prices.md"));
  expect(refused).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("Two files are called prices.md"),
  });
});
