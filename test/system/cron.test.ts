import { expect, it } from "vitest";
import { storeAccessToken } from "@/domain/integrations";
import { prisma } from "@/infra/database/prisma";
import { waitUntil } from "../../scripts/local/processes";
import { createIntegration, customerWrites, newCustomer } from "../support/factories";
import { secrets } from "../support/own-app";
import { ownDatabase, rows } from "../support/own-database";
import { isDone, ownSystem, phoneNumberId } from "../support/own-system";
import { setEnv } from "../support/with-env";

ownDatabase();
const system = ownSystem();
const NUMBERS = 3;

it("customers are answered by the cron while Meta says nothing to the questions about templates", async () => {
  setEnv({ SESSION_SECRET: secrets.SESSION_SECRET });
  while ((await prisma().integration.count()) < NUMBERS)
    await storeAccessToken((await createIntegration()).phoneNumberId, secrets.WHATSAPP_ACCESS_TOKEN);
  await rows(`UPDATE "Integration" SET "wabaId" = '102290129340398'`);
  const match = { textContains: "message_templates" };
  await system.meta.addFault({ target: "object", action: { type: "hang" }, match });
  const asked = async () => (await system.meta.calls({ kind: "object" })).length;
  const [wamid = ""] = await customerWrites(phoneNumberId, newCustomer(), "canary hello");

  const cron = fetch(`${system.app.url}/api/cron/run-outbound-jobs`, {
    headers: { authorization: `Bearer ${secrets.CRON_SECRET}` },
  });
  await isDone(wamid);
  expect(await asked()).toBeLessThan(NUMBERS); // One after the other, each for as long as Meta may take.
  expect((await cron).status).toBe(200);
  await waitUntil(async () => (await asked()) > 0, {
    what: "the templates to be asked for",
    timeoutMs: 5_000,
  });
});
