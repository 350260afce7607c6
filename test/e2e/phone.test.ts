import { expect, it } from "vitest";
import { axeProblems } from "./support/axe";
import { keepScreenshot } from "./support/own-browser";
import { inboxOf, ownInbox, person } from "./support/own-inbox";

const own = ownInbox({ DEV_PHONE: "true" });

async function openPhone() {
  await own.customerWrites("Good morning", person("Paula Phone"));
  const { page } = await own.open();
  await page.goto("/dev/phone");
  const phone = page.getByRole("log", { name: "Messages on the phone" });
  return { page, phone, inbox: inboxOf(page.frameLocator("iframe")) };
}

it("what is typed at the phone is answered on the phone and in the inbox beside it", async () => {
  const { page, phone, inbox } = await openPhone();
  await inbox.row("Paula Phone").waitFor();
  await page.getByRole("button", { name: "Show in the inbox" }).click();
  await inbox.bubble("Good morning").waitFor();

  await page.getByRole("textbox", { name: "Message", exact: true }).fill("Do you deliver to Porto?");
  await page.keyboard.press("Enter");
  await phone.getByText(/You wrote: “Do you deliver to Porto\?”/).waitFor();
  await inbox.bubble("You wrote: “Do you deliver to Porto?”").waitFor();
  // The phone has shown it, and says so.
  await inbox.bubble("You wrote: “Do you deliver to Porto?”").getByRole("img", { name: /^Read/ }).waitFor();
  await keepScreenshot(page, "phone-beside-inbox");
});

it("an armed fault shows a badge, and what it has done stands among the requests", async () => {
  const { page, inbox } = await openPhone();
  await inbox.row("Paula Phone").first().waitFor();
  await page.getByRole("button", { name: "Faults" }).click();
  await page.getByRole("button", { name: "Arm: The next send meets a 503" }).click();
  await page.getByText("1 fault armed").waitFor();
  await keepScreenshot(page, "phone-faults");
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Message", exact: true }).fill("And by express?");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Requests", exact: true }).click();
  await page.getByText("503").first().waitFor();
  await keepScreenshot(page, "phone-requests");
  expect(await page.locator("body").textContent()).not.toContain("EAAcanary");
});

it("has nothing that keeps somebody out", async () => {
  const { page, phone } = await openPhone();
  await phone.getByText("Good morning").first().waitFor();
  expect(await axeProblems(page)).toEqual([]);
});
