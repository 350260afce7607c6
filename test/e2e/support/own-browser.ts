import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { findChromium } from "../../../scripts/e2e/find-chromium";
import { type Watched, watch } from "./watch-page";

const SCREENSHOTS = ".local/screenshots";

export interface Look {
  language?: "en" | "pt" | "ar";
  theme?: "light" | "dark";
  size?: { width: number; height: number };
}

export interface OpenedPage {
  page: Page;
  context: BrowserContext;
  watched: Watched;
}

const DESK = { width: 1_440, height: 900 };
const WAIT_MS = 15_000;

/** Gives the test file a browser. A test fails when a page of it did what no page may do. */
export function ownBrowser() {
  let browser: Browser | undefined;
  let opened: OpenedPage[] = [];

  beforeAll(async () => {
    const executablePath = findChromium();
    if (!executablePath) throw new Error("There is no Chromium: npm run test:e2e installs one");
    const isRoot = process.getuid?.() === 0;
    browser = await chromium.launch({ executablePath, args: isRoot ? ["--no-sandbox"] : [] });
  });
  afterEach(async () => {
    const problems = opened.flatMap(({ watched }) => watched.takeProblems());
    for (const { context } of opened.splice(0)) await context.close();
    expect(problems).toEqual([]);
  });
  afterAll(async () => browser?.close());

  return {
    /** A browser of its own, as another person has one. */
    async open(url: string, look: Look = {}, options: BrowserContextOptions = {}): Promise<OpenedPage> {
      if (!browser) throw new Error("The browser is not started yet");
      const { language = "en", theme = "light", size = DESK } = look;
      const context = await browser.newContext({
        baseURL: url,
        viewport: size,
        locale: { en: "en-GB", pt: "pt-BR", ar: "ar-EG" }[language],
        timezoneId: "Europe/Berlin",
        reducedMotion: "reduce",
        ...options,
      });
      context.setDefaultTimeout(WAIT_MS);
      const cookie = (name: string, value: string) => ({ name, value, url });
      await context.addCookies([cookie("language", language), cookie("theme", theme)]);
      const watched = await watch(context);
      const page = await context.newPage();
      const all = { page, context, watched };
      opened = [...opened, all];
      return all;
    },
  };
}

/** Into .local/screenshots, to be looked at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: "disabled" });
}
