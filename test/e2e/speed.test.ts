import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { keepScreenshot } from "./support/own-browser";
import { inboxOf, ownInbox, person, rows } from "./support/own-inbox";

const own = ownInbox();
const CONVERSATIONS = 100_000;
/** What the page itself asks for, before it can do anything. */
const FIRST_LOAD_MAX_BYTES = 180_000;
/** Until the list stands there. */
const UNTIL_LIST_MAX_BYTES = 190_000;

/** https://developer.mozilla.org/docs/Web/API/LayoutShift */
interface Shift {
  sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
}

it("the first load of the inbox is no more than 180 kB of scripts, and little more comes until the list is there", async () => {
  await own.customerWrites("Hello", person("First Fred"));
  const { page } = await own.open();
  const scripts = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    const size = response.body().then((body) => gzipSync(body).length);
    scripts.set(new URL(response.url()).pathname, size);
  });
  const html = await (await page.goto("/inbox"))?.text();
  await inboxOf(page).row("First Fred").waitFor();
  const first = new Set(
    [...(html ?? "").matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => src ?? ""),
  );
  const sum = async (sizes: Promise<number>[]) => (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
  const firstLoad = await sum([...scripts].flatMap(([path, size]) => (first.has(path) ? [size] : [])));
  expect(first.size).toBeGreaterThan(5);
  expect(firstLoad).toBeGreaterThan(100_000);
  expect(firstLoad).toBeLessThanOrEqual(FIRST_LOAD_MAX_BYTES);
  expect(await sum([...scripts.values()])).toBeLessThanOrEqual(UNTIL_LIST_MAX_BYTES);
});

it("nothing moves when new messages come: the layout shift is zero", async () => {
  const { id, customer } = await own.customerWrites("The first of many", person("Many May"));
  const { page } = await own.open();
  await page.goto(`/inbox?conversation=${id}`);
  const { bubble } = inboxOf(page);
  await bubble("The first of many").waitFor();
  await page.waitForTimeout(1_000);
  await page.evaluate(() => {
    const seen = window as unknown as { shifts: string[] };
    seen.shifts = [];
    const watch = (list: PerformanceObserverEntryList) => {
      for (const entry of list.getEntries() as unknown as Shift[])
        for (const { node, previousRect, currentRect } of entry.sources)
          seen.shifts.push(
            `${(node as Element | null)?.outerHTML?.slice(0, 200)}: ${JSON.stringify([previousRect, currentRect])}`,
          );
    };
    new PerformanceObserver(watch).observe({ type: "layout-shift", buffered: false });
  });
  for (const text of ["A second one", "And a third"]) await own.customerWrites(text, customer);
  await own.customerWrites("Somebody else writes", person("Other Olga"));
  await bubble("And a third").waitFor();
  await inboxOf(page).row("Other Olga").waitFor();
  expect(await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts)).toEqual([]);
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
