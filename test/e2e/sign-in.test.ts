import { beforeAll, expect, it } from "vitest";
import { addUser } from "@/domain/users";
import { secrets } from "../support/own-app";
import { setEnv } from "../support/with-env";
import { axeProblems } from "./support/axe";
import { keepScreenshot } from "./support/own-browser";
import { ownInbox } from "./support/own-inbox";

const own = ownInbox({ INBOX_WITHOUT_SIGN_IN: "false" });
const password = "a-long-password-of-the-tests";

beforeAll(async () => {
  setEnv(secrets);
  const { organizationId } = own.business;
  await addUser({
    organizationId,
    email: "ana@shop.example",
    name: "Ana",
    role: "ADMIN",
    password,
    actor: "operator",
  });
});

it("whoever is not signed in comes to the sign-in, and from there to where they wanted to go", async () => {
  const { page, watched } = await own.open();
  watched.expectProblem(/401/);
  await page.goto("/operations/jobs");
  await page.waitForURL(/\/sign-in\?next=/);
  await keepScreenshot(page, "sign-in");
  expect(await axeProblems(page)).toEqual([]);
  await page.getByRole("textbox", { name: "E-mail address" }).fill("ana@shop.example");
  await page.getByLabel(/^password/i).fill("not-the-password-of-anybody");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").first().waitFor();
  await page.getByLabel(/^password/i).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/operations\/jobs/);
  await page.goto("/inbox");
  await page.getByRole("heading", { name: "Inbox" }).waitFor();
});
