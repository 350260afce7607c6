import { beforeAll, expect, it } from "vitest";
import { whichOrganization } from "@/domain/integrations";
import { listDocuments, removeDocument, searchKnowledge } from "@/domain/knowledge";
import { getPersona } from "@/domain/persona";
import { reloadEnv } from "@/lib/env";
import { seed } from "../../../scripts/db/seed-rows";
import { seedDemoBusiness } from "../../../scripts/demo/seed-demo-business";
import { ownDatabase } from "../../support/own-database";

ownDatabase();

let organizationId: string;
beforeAll(async () => {
  delete process.env.OPENAI_API_KEY;
  reloadEnv();
  await seed(() => undefined);
  await seedDemoBusiness(() => undefined);
  organizationId = (await whichOrganization("default")).id;
});

it.each([
  ["When do you open on Monday?", "opening-hours.md"],
  ["how much does it cost per month", "prices.md"],
  ["do you ship to canada?", "delivery.md"],
  ["I want a refund", "returns-and-warranty.md"],
  ["is there a warranty?", "returns-and-warranty.md"],
  ["Quanto custa o plano?", "perguntas-frequentes.md"],
  ["vocês têm garantia?", "perguntas-frequentes.md"],
  ["¿Cuánto tarda la entrega?", "preguntas-frecuentes.md"],
  ["cual es el horario", "preguntas-frecuentes.md"],
])("the bot of the demo knows: %s", async (query, source) => {
  const [first] = await searchKnowledge({ organizationId, query, limit: 3 });
  const documents = await listDocuments(organizationId);
  expect(documents.find(({ id }) => id === first?.documentId)?.source).toBe(source);
});

it("what people have changed stays as they left it when it is seeded again", async () => {
  expect((await getPersona(organizationId)).content).toMatchObject({ name: "Luna" });
  await removeDocument(organizationId, "delivery.md", "test");
  await seedDemoBusiness(() => undefined);
  expect((await getPersona(organizationId)).version).toBe(1);
  expect(await listDocuments(organizationId)).toHaveLength(5);
});
