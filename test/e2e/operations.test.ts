import { expect, it } from "vitest";
import { recordingServer } from "../support/recording-server";
import { keepScreenshot } from "./support/own-browser";
import { inboxOf, ownInbox, person, rows } from "./support/own-inbox";

const receiver = recordingServer();
const own = ownInbox(() => ({ WEBHOOK_PRIVATE_HOSTS: `127.0.0.1:${receiver.port}`, JOB_MAX_ATTEMPTS: "1" }));

async function openPage(path: string) {
  const opened = await own.open();
  await opened.page.goto(path);
  return opened.page;
}

it("the story of a reply has every step from the webhook to the receipt, and is thought over again without a send", async () => {
  const { id, customer } = await own.customerWrites("How long does delivery take?", person("Story Stan"));
  const page = await openPage(`/inbox?conversation=${id}`);
  const { thread } = inboxOf(page);
  await thread
    .getByRole("img", { name: /^Delivered/ })
    .first()
    .waitFor();
  await thread.getByRole("button", { name: "Why this reply" }).first().click();
  const story = page.getByRole("dialog", { name: "Why this reply" });
  for (const step of [
    "WhatsApp delivered the message",
    "The customer wrote",
    /^Job \d+ was queued/,
    "The bot began to think",
    /answered after/,
    "Nothing forbade it: it was sent.",
  ])
    await story.getByText(step).first().waitFor();
  await keepScreenshot(page, "story");
  const before = (await own.meta.effects({ recipient: customer.phone })).length;
  await story.getByRole("button", { name: "Run again" }).click();
  await story.getByRole("heading", { name: "What it would say now" }).waitFor();
  expect(await own.meta.effects({ recipient: customer.phone })).toHaveLength(before);
  await keepScreenshot(page, "story-again");
});

it("a job that failed says why, and is tried again by a person", async () => {
  const fault = await own.meta.addFault({ target: "send", action: { type: "refuse", code: 131016 } });
  const { id, customer } = await own.customerWrites("Are you there?", person("Retry Rita"));
  const page = await openPage("/operations/jobs?status=failed");
  await page.getByRole("row", { name: /Retry Rita/ }).waitFor({ timeout: 20_000 });
  await own.meta.removeFault(fault.id);
  await page
    .getByRole("row", { name: /Retry Rita/ })
    .getByRole("button")
    .first()
    .click();
  const job = page.getByRole("dialog");
  await job
    .getByText(/131016/)
    .first()
    .waitFor();
  await keepScreenshot(page, "job-failed");
  await job.getByRole("button", { name: "Try again" }).click();
  await page
    .getByRole("alertdialog")
    .or(page.getByRole("dialog"))
    .last()
    .getByRole("button", { name: "Try again" })
    .click();
  await page
    .getByText(/tries again/)
    .first()
    .waitFor();
  await page.goto(`/inbox?conversation=${id}`);
  await inboxOf(page)
    .thread.getByRole("img", { name: /^(Sent|Delivered)/ })
    .first()
    .waitFor();
  expect(await own.meta.effects({ recipient: customer.phone })).toHaveLength(1);
});

it("another system is named as a receiver, its secret is shown once, and what it is told is seen", async () => {
  const page = await openPage("/operations/webhooks");
  await page.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a webhook" });
  await dialog.getByRole("textbox", { name: "Address" }).fill(`${receiver.url}/hook`);
  await dialog.getByRole("button", { name: "Add a webhook" }).click();
  const secret = page.getByRole("dialog", { name: "The secret" });
  await secret.getByText(/^whsec_/).waitFor();
  await secret.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByRole("button", { name: "What it was told" }).click();
  await page
    .getByRole("row", { name: /webhook\.test/ })
    .getByText("Taken")
    .waitFor();
  await keepScreenshot(page, "webhook-events");
  expect(receiver.requests.map(({ headers }) => typeof headers["webhook-signature"])).toContain("string");
});

it("somebody is added, signs in with the password that was shown, and finds what agents may see", async () => {
  const page = await openPage("/operations/users");
  await page.getByRole("button", { name: "Add somebody" }).click();
  const dialog = page.getByRole("dialog", { name: "Add somebody" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Nina New");
  await dialog.getByRole("textbox", { name: "E-mail address" }).fill("Nina@shop.example");
  await dialog.getByRole("button", { name: "Add somebody" }).click();
  const shown = page.getByRole("dialog", { name: "Password of Nina New" });
  const password = await shown.getByRole("textbox", { name: "Password" }).inputValue();
  await shown.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("row", { name: /Nina New/ }).waitFor();

  await page.goto("/sign-in?next=%2Finbox");
  const signedIn = await page.request.post("/api/auth/sign-in", {
    data: { email: "nina@shop.example", password },
  });
  expect(signedIn.status()).toBe(200);
  await page.goto("/operations");
  await page.getByRole("link", { name: /^Jobs/ }).last().waitFor();
  expect(await page.getByRole("link", { name: /^Users/ }).count()).toBe(0);
});

it("what is added to the knowledge is found by a question of a customer", async () => {
  const page = await openPage("/operations/knowledge");
  await page.getByRole("button", { name: "Add knowledge" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Add knowledge" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Opening hours");
  await dialog
    .getByRole("textbox", { name: "Text" })
    .fill("# Saturday\n\nOn Saturday we are open from ten to two.");
  await dialog.getByRole("button", { name: "Add knowledge" }).click();
  await page.getByRole("row", { name: /Opening hours/ }).waitFor();
  await page.getByRole("textbox", { name: "Question" }).fill("Are you open on Saturday?");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByText("On Saturday we are open from ten to two.").first().waitFor();
  await keepScreenshot(page, "knowledge-found");
});

it("a number is verified step by step, and what does not hold says how it is mended", async () => {
  const page = await openPage("/operations/integrations");
  await page.getByRole("button", { name: /^Verify/ }).click();
  const verified = page.getByRole("dialog", { name: "Verify Test number" });
  await verified.getByText("Webhook address").waitFor();
  expect(await rows(`SELECT 1 FROM "Integration"`)).toHaveLength(1);
  await keepScreenshot(page, "numbers");
});
