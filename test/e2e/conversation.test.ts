import { expect, it } from "vitest";
import { keepScreenshot } from "./support/own-browser";
import { inboxOf, ownInbox, person, rows } from "./support/own-inbox";

// What Meta refuses for a moment only is given up after the second time.
const own = ownInbox({ JOB_MAX_ATTEMPTS: "2" });

async function openConversation(id: number) {
  const opened = await own.open();
  await opened.page.goto(`/inbox?conversation=${id}`);
  return { ...opened, ...inboxOf(opened.page) };
}

it("a message typed at the phone, and the bot's answer with its ticks, appear without a reload", async () => {
  const { page } = await own.open();
  await page.goto("/inbox");
  const { row, bubble } = inboxOf(page);
  const { customer } = await own.customerWrites("Is the shop open on Sunday?", person("Sunday Sam"));
  await row("Sunday Sam").getByRole("link").click();
  await bubble("Is the shop open on Sunday?").waitFor();
  const answer = inboxOf(page).thread.getByRole("article", { name: "Bot wrote" }).first();
  await answer.waitFor();
  await answer.getByRole("img", { name: /^Delivered/ }).waitFor();
  const [effect] = await own.meta.effects({ recipient: customer.phone });
  await own.meta.receipts([{ wamid: effect?.wamid ?? "", status: "read" }]);
  await answer.getByRole("img", { name: /^Read/ }).waitFor();
  await keepScreenshot(page, "conversation-answered");
});

it("a person who takes over while the bot thinks has the last word: the bot sends nothing", async () => {
  await own.meta.addAiScript({ match: "slow question", text: "Bot was too slow", delayMs: 4_000 });
  const { id, customer } = await own.customerWrites("A slow question", person("Slow Sue"));
  const { takeOver, composer, bubble, page } = await openConversation(id);
  await takeOver.click();
  await composer.fill("A person answers");
  await composer.press("Enter");
  await bubble("A person answers")
    .getByRole("img", { name: /^Delivered/ })
    .waitFor();
  await own.meta.idle({ timeoutMs: 10_000 });
  await page.waitForTimeout(4_500); // Longer than the bot would have thought.
  const sent = await rows<{ body: string }>(
    `SELECT m.body FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId" JOIN "Contact" p ON p.id = c."contactId"
     WHERE p.phone = $1 AND m.direction = 'OUTBOUND' AND m.status IN ('SENT', 'DELIVERED', 'READ')`,
    [customer.phone],
  );
  expect(sent.map(({ body }) => body)).toEqual(["A person answers"]);
  await keepScreenshot(page, "taken-over");
});

it("a send that Meta refuses says so in words, and Try again sends it", async () => {
  const { id } = await own.customerWrites("Hello", person("Failing Fay"));
  const { takeOver, composer, bubble, page } = await openConversation(id);
  await takeOver.click();
  const fault = await own.meta.addFault({ target: "send", action: { type: "refuse", code: 131016 } });
  await composer.fill("This is refused first");
  await composer.press("Enter");
  await bubble("This is refused first").getByRole("img", { name: "Failed" }).first().waitFor();
  await keepScreenshot(page, "send-failed");
  await own.meta.removeFault(fault.id);
  await page.getByRole("button", { name: "Try again" }).first().click();
  await page
    .getByRole("img", { name: /^Delivered/ })
    .last()
    .waitFor();
});

it("a send of which nobody knows is shown as that, and a receipt settles it", async () => {
  const { id } = await own.customerWrites("Hello", person("Unknown Una"));
  const { takeOver, composer, bubble, page } = await openConversation(id);
  await takeOver.click();
  await own.meta.hold({ kind: "receipt" });
  const fault = await own.meta.addFault({ target: "send", action: { type: "accept-then-cut" } });
  await composer.fill("Did it arrive?");
  await composer.press("Enter");
  await bubble("Did it arrive?")
    .getByRole("img", { name: "Not known whether it was sent" })
    .first()
    .waitFor();
  await keepScreenshot(page, "send-unknown");
  await own.meta.removeFault(fault.id);
  await own.meta.release();
  await bubble("Did it arrive?")
    .getByRole("img", { name: /^(Sent|Delivered)/ })
    .waitFor();
});

it("when the window has closed, a template is filled in, seen as the customer will, and sent", async () => {
  await rows(
    `INSERT INTO "Template" (id, "integrationId", name, language, category, status, components, "syncedAt")
     VALUES ('template-1', $1, 'order_ready', 'en', 'UTILITY', 'APPROVED', $2, now())`,
    [
      own.business.integrationId,
      JSON.stringify([
        { type: "BODY", text: "Hello {{1}}, your order is ready.", example: { body_text: [["Ana"]] } },
      ]),
    ],
  );
  await own.meta.addTemplate({
    name: "order_ready",
    language: "en",
    body: "Hello {{1}}, your order is ready.",
  });
  const { id } = await own.customerWrites("Hello", person("Late Lee"));
  await rows(
    `UPDATE "Conversation" SET mode = 'HUMAN', "lastInboundAt" = now() - interval '25 hours' WHERE id = $1`,
    [id],
  );
  const { page, bubble } = await openConversation(id);
  await page.getByText("The 24-hour window has closed").first().waitFor();
  await keepScreenshot(page, "window-closed");
  await page.getByRole("list", { name: "Templates" }).getByRole("button").first().click();
  await page.getByRole("textbox").last().fill("Lee");
  await page.getByText("Hello Lee, your order is ready.").first().waitFor();
  await page.getByRole("button", { name: "Send template" }).click();
  await bubble("your order is ready").waitFor();
});

it("a snoozed conversation leaves the list and comes back when the customer writes", async () => {
  const { id, customer } = await own.customerWrites("Hello", person("Snoozed Sid"));
  const { page, row } = await openConversation(id);
  await page.getByRole("button", { name: "Snooze" }).last().click();
  await page.getByRole("menuitem", { name: /Tomorrow morning/ }).click();
  await row("Snoozed Sid").waitFor({ state: "detached" });
  await own.customerWrites("Are you there?", customer);
  await row("Snoozed Sid").waitFor();
});

it("a search finds names, numbers and words of messages, and is in the address", async () => {
  const { customer } = await own.customerWrites("I lost my umbrella", person("Umbrella Ursula"));
  const { page } = await own.open();
  await page.goto("/inbox");
  const { search, row, list } = inboxOf(page);
  for (const words of ["Ursula", customer.phone.slice(-6), "umbrella"]) {
    await search.fill(words);
    await row("Umbrella Ursula").waitFor();
    await page.waitForURL(/[?&]q=/);
  }
  await search.fill("nobodyhasthisname");
  await page.getByText(/Nothing found for/).waitFor();
  expect(await list.count()).toBe(0);
  await keepScreenshot(page, "search-nothing");
});
