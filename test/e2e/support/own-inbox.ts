import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { type ControlClient, type Simulator, startSimulator } from "@/simulator";
import { createIntegration, newCustomer } from "../../support/factories";
import { type AppProcess, secrets, startApp } from "../../support/own-app";
import { ownDatabase, rows } from "../../support/own-database";
import { type OpenedPage, ownBrowser } from "./own-browser";

const phoneNumberId = "106540352242922";

export interface Customer {
  phone: string;
  name: string;
}

/** Gives the test file the built app, a simulated WhatsApp, a database, a browser, and an admin whose sign-in is off. */
export function ownInbox(more: Record<string, string> | (() => Record<string, string>) = {}) {
  ownDatabase();
  const browser = ownBrowser();
  let simulator: Simulator | undefined;
  let app: AppProcess | undefined;
  const business = { organizationId: "", integrationId: "", userId: "" };

  beforeAll(async () => {
    simulator = await startSimulator({
      accessTokens: [secrets.WHATSAPP_ACCESS_TOKEN],
      appSecret: secrets.WHATSAPP_APP_SECRET,
      rateLimits: { numberPerSecond: null, pairBurst: null },
      receipts: { sentMs: 50, deliveredMs: 300, autoRead: false },
    });
    const { id: integrationId, organizationId } = await createIntegration({ phoneNumberId });
    const userId = await addPerson(organizationId, "Ana Admin", "ADMIN");
    Object.assign(business, { organizationId, integrationId, userId });
    app = await startApp({
      ...secrets,
      DATABASE_URL: process.env.DATABASE_URL ?? "",
      WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
      WHATSAPP_API_URL: simulator.url,
      SIMULATOR_URL: simulator.url,
      DEEPSEEK_API_KEY: "scripted",
      DEEPSEEK_BASE_URL: `${simulator.url}/ai/deepseek`,
      INBOX_WITHOUT_SIGN_IN: "true",
      INBOX_REQUESTS_PER_HOUR: "1000000",
      JOB_RETRY_BASE_MS: "100",
      ...(typeof more === "function" ? more() : more),
    });
    await simulator.control.configure({ webhookUrl: `${app.url}/api/webhooks/whatsapp` });
  });
  afterAll(async () => {
    await app?.stop();
    await simulator?.close();
  });

  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("The inbox is not started yet");
    return value;
  };
  return {
    business,
    get url() {
      return started(app).url;
    },
    get meta(): ControlClient {
      return started(simulator).control;
    },
    open: (look?: Parameters<typeof browser.open>[1]): Promise<OpenedPage> =>
      browser.open(started(app).url, look),
    openAt: browser.open,

    /** A customer with a name, who writes; resolves when the message is stored. @returns the conversation's id. */
    async customerWrites(text: string, customer: Customer = person("Clara Cliente")) {
      const { control } = started(simulator);
      await control.setCustomer({ waId: customer.phone, name: customer.name });
      await control.text(customer.phone, text);
      return { customer, id: await conversationOf(customer.phone) };
    },
    /** What the cron would do within a minute. */
    tick: () =>
      fetch(`${started(app).url}/api/cron/run-outbound-jobs`, {
        headers: { authorization: `Bearer ${secrets.CRON_SECRET}` },
      }),
  };
}

export function person(name: string): Customer {
  return { name, phone: newCustomer() };
}

export async function addPerson(organizationId: string, name: string, role = "AGENT"): Promise<string> {
  const id = randomUUID();
  await rows(
    `INSERT INTO "User" (id, "organizationId", email, name, role) VALUES ($1, $2, $3, $4, $5::"UserRole")`,
    [id, organizationId, `${id}@shop.example`, name, role],
  );
  return id;
}

async function conversationOf(phone: string): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await rows<{ id: number }>(
      `SELECT c.id FROM "Conversation" c JOIN "Contact" p ON p.id = c."contactId" WHERE p.phone = $1`,
      [phone],
    );
    if (found[0]) return found[0].id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No conversation of ${phone}`);
}

/** The parts of the inbox, by what they are called for everybody who cannot see them. */
export function inboxOf(page: Pick<Page, "getByRole">) {
  const list = page.getByRole("list", { name: "Conversations" });
  const thread = page.getByRole("log", { name: "Messages" });
  return {
    list,
    thread,
    row: (name: string) => list.getByRole("listitem").filter({ hasText: name }),
    /** The first that says so: the bot repeats what it was asked. */
    bubble: (text: string) => thread.getByRole("article").filter({ hasText: text }).first(),
    composer: page.getByRole("textbox", { name: "Message to the customer" }),
    send: page.getByRole("button", { name: "Send", exact: true }),
    takeOver: page.getByRole("button", { name: "Take over" }).first(),
    search: page.getByRole("searchbox", { name: "Search conversations" }),
  };
}

export { rows };
