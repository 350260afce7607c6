import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { allPages } from "./support/all-pages";
import { axeProblems } from "./support/axe";
import { keepScreenshot, type Look } from "./support/own-browser";
import { inboxOf, ownInbox, person } from "./support/own-inbox";

const own = ownInbox();
let conversation = 0;
beforeAll(async () => {
  ({ id: conversation } = await own.customerWrites("Is the shop open on Sunday?", person("Sunday Sam")));
  await own.customerWrites("هل المتجر مفتوح؟", person("ليلى حداد"));
  await own.customerWrites("What does it cost?", person("Priya Price"));
});

const looks: [string, Look][] = [
  ["light", {}],
  ["dark", { theme: "dark" }],
  ["rtl", { language: "ar" }],
  ["320", { size: { width: 320, height: 640 } }],
  ["320-dark-rtl", { theme: "dark", language: "ar", size: { width: 320, height: 640 } }],
];

/** Nothing loads any more; the stream of changes never ends, so "networkidle" never comes. */
async function settled(page: Page): Promise<void> {
  await page.getByRole("main").waitFor();
  await page.waitForFunction(() => document.querySelector("[data-skeleton], [aria-busy=true]") === null);
  await page.waitForTimeout(300);
}

/** WCAG 1.4.10: at 320 px nothing has to be scrolled sideways. */
function widthTooMuch(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe.each(looks)("%s:", (look, options) => {
  it.each(allPages)("$name has no violation", async ({ name, path }) => {
    const { page } = await own.open(options);
    await page.goto(path);
    await settled(page);
    await keepScreenshot(page, `${name}-${look}`);
    expect(await axeProblems(page)).toEqual([]);
    expect(await widthTooMuch(page)).toBe(0);
  });

  it("an open conversation has no violation", async () => {
    const { page } = await own.open(options);
    await page.goto(`/inbox?conversation=${conversation}`);
    await page.getByRole("log").getByRole("article").first().waitFor();
    await settled(page);
    await keepScreenshot(page, `thread-${look}`);
    expect(await axeProblems(page)).toEqual([]);
    expect(await widthTooMuch(page)).toBe(0);
  });
});

it("menus, the command menu and the sheet of shortcuts have no violation", async () => {
  const { page } = await own.open();
  await page.goto(`/inbox?conversation=${conversation}`);
  await inboxOf(page).bubble("Is the shop open on Sunday?").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await keepScreenshot(page, "command-menu");
  expect(await axeProblems(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await keepScreenshot(page, "shortcuts");
  expect(await axeProblems(page)).toEqual([]);
});
