import { expect, it } from "vitest";
import { keepScreenshot } from "./support/own-browser";
import { addPerson, inboxOf, ownInbox, person, rows } from "./support/own-inbox";

const own = ownInbox();

it("two people see at once what the other does", async () => {
  await addPerson(own.business.organizationId, "Bruno Agent");
  const { id } = await own.customerWrites("Can somebody help?", person("Helpless Hal"));
  const [first, second] = [await own.open(), await own.open()];
  for (const { page } of [first, second]) await page.goto(`/inbox?conversation=${id}`);
  const [one, other] = [inboxOf(first.page), inboxOf(second.page)];
  await other.takeOver.waitFor();
  await one.takeOver.click();
  await other.composer.waitFor();
  await one.composer.fill("I am here to help");
  await one.composer.press("Enter");
  await other
    .bubble("I am here to help")
    .getByRole("img", { name: /^Delivered/ })
    .waitFor();
  expect(await other.bubble("I am here to help").count()).toBe(1);
  await keepScreenshot(second.page, "two-people");
});

it("what is written while the connection is lost goes out once it is back, once; what came meanwhile is there", async () => {
  const { id, customer } = await own.customerWrites("Hello", person("Offline Olaf"));
  const { page, context, watched } = await own.open();
  await page.goto(`/inbox?conversation=${id}`);
  const { takeOver, composer, bubble } = inboxOf(page);
  await takeOver.click();
  await composer.waitFor();
  watched.expectProblem(/ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await composer.fill("Written offline");
  await composer.press("Enter");
  await page
    .getByText(/You are offline/)
    .first()
    .waitFor();
  await bubble("Written offline").waitFor();
  await keepScreenshot(page, "offline");
  await own.customerWrites("Are you still there?", customer);
  await context.setOffline(false);
  await bubble("Are you still there?").waitFor();
  await bubble("Written offline")
    .getByRole("img", { name: /^Delivered/ })
    .waitFor({ timeout: 30_000 });
  const sent = await rows(`SELECT id FROM "Message" WHERE body = 'Written offline'`);
  expect(sent).toHaveLength(1);
});

it("everything is done with the keyboard alone", async () => {
  await own.customerWrites("A question for the keyboard", person("Keyboard Kay"));
  const { page } = await own.open();
  await page.goto("/inbox");
  const { row, composer, bubble, takeOver } = inboxOf(page);
  await row("Keyboard Kay").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("Keyboard Kay");
  await page.waitForURL(/q=Keyboard/);
  await row("Keyboard Kay").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/conversation=/);
  await takeOver.waitFor();
  await page.keyboard.press("t");
  await composer.waitFor();
  await page.keyboard.press("r");
  await page.keyboard.type("Typed without a mouse");
  await page.keyboard.press("Enter");
  await bubble("Typed without a mouse").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("j");
  await page.waitForURL(/operations\/jobs/);
  await keepScreenshot(page, "keyboard-only");
});
