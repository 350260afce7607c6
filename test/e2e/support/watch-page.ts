import type { BrowserContext, Page } from "playwright-core";

/** What no page may do unless the test says that it will. */
export interface Watched {
  /** In words, since the last look; looking forgets. */
  takeProblems(): string[];
  /** What is meant to happen from now on, such as an answer of 409. */
  expectProblem(pattern: RegExp): void;
}

/** What a browser reports for a request that the page itself gave up: going elsewhere, or the end of a stream. */
const GIVEN_UP = /net::ERR_ABORTED/;

/** Collects console errors, errors of scripts, dialogs, violations of the policy, and requests that failed. */
export async function watch(context: BrowserContext): Promise<Watched> {
  const problems: string[] = [];
  const expected: RegExp[] = [];
  const tell = (problem: string) => {
    if (!expected.some((pattern) => pattern.test(problem))) problems.push(problem);
  };
  await context.exposeBinding("tellOfViolation", (_, text: string) => tell(`policy violated: ${text}`));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event;
      const text = `${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`;
      (window as unknown as { tellOfViolation: (text: string) => void }).tellOfViolation(text);
    });
  });
  context.on("page", (page) => watchOne(page, tell));
  return {
    takeProblems: () => problems.splice(0),
    expectProblem: (pattern) => void expected.push(pattern),
  };
}

function watchOne(page: Page, tell: (problem: string) => void): void {
  page.on("console", (message) => {
    if (message.type() === "error") tell(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => tell(`script: ${error.stack ?? error.message}`));
  page.on("dialog", async (dialog) => {
    tell(`dialog: ${dialog.message()}`);
    await dialog.dismiss().catch(() => undefined);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (!GIVEN_UP.test(why)) tell(`request failed: ${request.method()} ${request.url()} ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400)
      tell(`answer: ${response.status()} ${response.request().method()} ${response.url()}`);
  });
}
