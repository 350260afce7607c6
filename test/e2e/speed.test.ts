import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { keepScreenshot } from "./support/own-browser";
import { inboxOf, ownInbox, person, rows } from "./support/own-inbox";

const own = ownInbox();
const CONVERSATIONS = 100_000;
const SCRIPTS_MAX_BYTES = 180_000;

it("the first load of the inbox takes no more than 180 kB of scripts", async () => {
  const { page } = await own.open();
  const scripts: Promise<number>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto("/inbox");
  await page.getByText("No message has arrived yet").waitFor();
  const sizes = await Promise.all(scripts);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total, `${sizes.length} files: ${sizes.join(" ")}`).toBeLessThanOrEqual(SCRIPTS_MAX_BYTES);
});

it("nothing moves when new messages come: the layout shift is zero", async () => {
  const { id, customer } = await own.customerWrites("The first of many", person("Many May"));
  const { page } = await own.open();
  await page.goto(`/inbox?conversation=${id}`);
  const { bubble } = inboxOf(page);
  await bubble("The first of many").waitFor();
  await page.waitForTimeout(1_000);
  await page.evaluate(() => {
    const seen = window as unknown as { shifts: number };
    seen.shifts = 0;
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) seen.shifts += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: false });
  });
  for (const text of ["A second one", "And a third"]) await own.customerWrites(text, customer);
  await own.customerWrites("Somebody else writes", person("Other Olga"));
  await bubble("And a third").waitFor();
  await inboxOf(page).row("Other Olga").waitFor();
  expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBe(0);
});

describe("with 100,000 conversations", () => {
  it("the list is scrolled to where nobody has been, with few rows in the page", async () => {
    await rows(
      `WITH contact AS (
         INSERT INTO "Contact" ("organizationId", address, phone, "profileName")
         SELECT $1, '4915' || lpad(n::text, 9, '0'), '4915' || lpad(n::text, 9, '0'), 'Customer ' || n
         FROM generate_series(1, ${CONVERSATIONS}) n RETURNING id)
       INSERT INTO "Conversation" ("organizationId", "integrationId", "contactId", "lastMessageAt", "lastInboundAt")
       SELECT $1, $2, id, now() - id * interval '1 second', now() - id * interval '1 second' FROM contact`,
      [own.business.organizationId, own.business.integrationId],
    );
    await rows(`ANALYZE "Conversation"`);
    const { page } = await own.open();
    await page.goto("/inbox");
    const { list } = inboxOf(page);
    await list.getByRole("listitem").first().waitFor();
    const seen = new Set<string>();
    for (let screens = 0; screens < 30; screens += 1) {
      for (const text of await list.getByRole("link").allInnerTexts())
        seen.add(/Customer \d+/.exec(text)?.[0] ?? text);
      await list.hover();
      await page.mouse.wheel(0, 2_000);
      await page.waitForTimeout(150);
    }
    expect(seen.size).toBeGreaterThan(200);
    expect(await list.getByRole("listitem").count()).toBeLessThan(60);
    await keepScreenshot(page, "list-of-100000");
  });
});
