// About forty conversations of a shop over the last days: every bubble, every tick, every state. Written as rows, because
// they are the past: nothing of them is sent, and no job of theirs can be taken by a runner.

import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { whichOrganization } from "@/domain/integrations";
import { sealIntegrationToken } from "@/domain/integrations/integration-token";
import { tokenFingerprint } from "@/domain/integrations/stop-integration";
import { prisma } from "@/infra/database/prisma";
import { mediaStorage } from "@/infra/storage/media-storage";
import { newScratchPath } from "@/infra/storage/scratch";
import { env } from "@/lib/env";
import { SEED_SLUG } from "../../db/seed-rows";
import { botAnswers } from "./bot-answers";
import { agents, cannedReplies, labels, secondNumber, templates } from "./business";
import { languages } from "./languages";
import { messageTypes } from "./message-types";
import { outgoingTypes } from "./outgoing-types";
import { withPeople } from "./people";
import { Rows, type Setting } from "./rows";
import { tellConversation } from "./tell-conversation";
import { trouble } from "./trouble";

type Say = (what: string) => void;

const scripts = [...withPeople, ...botAnswers, ...messageTypes, ...outgoingTypes, ...trouble, ...languages];
const EXPIRED_TOKEN = "expired";

/** Whole or not at all, and once: where its first customer is known, nothing is done. */
export async function seedConversations(say: Say): Promise<void> {
  const { id: organizationId } = await whichOrganization(SEED_SLUG);
  const address = scripts[0]?.customer.phone ?? "";
  if (await prisma().contact.findFirst({ where: { organizationId, address } })) return;
  const setting = await prepareBusiness(organizationId);
  const rows = await Rows.prepare(setting);
  for (const [at, script] of scripts.entries()) tellConversation(rows, script, String(at));
  await storeFiles(rows);
  await rows.write();
  await sumUpCosts(rows);
  say(`${scripts.length} conversations, ${rows.messages.length} messages`);
}

async function prepareBusiness(organizationId: string): Promise<Setting> {
  const main = await prisma().integration.findFirst({
    where: { organizationId, status: { not: "DISABLED" } },
    orderBy: [{ isDefault: "desc" }, { createdAt: "asc" }],
  });
  if (!main) throw new Error("There is no business number: set WHATSAPP_PHONE_NUMBER_ID");
  const second = await ensureSecondNumber(organizationId);
  const [userIds, labelIds, passages, persona] = await Promise.all([
    ensureAgents(organizationId),
    ensureLabels(organizationId),
    prisma().knowledgePassage.findMany({
      where: { organizationId },
      include: { document: { select: { title: true, version: true } } },
      orderBy: [{ documentId: "asc" }, { position: "asc" }],
    }),
    prisma().persona.findFirst({ where: { organizationId }, orderBy: { version: "desc" } }),
    ensureCannedReplies(organizationId),
    ensureTemplates(main.id),
  ]);
  return {
    organizationId,
    now: Date.now(),
    numbers: { main, second },
    userIds,
    labelIds,
    passages: passages.map(({ id, documentId, document }) => ({ id: Number(id), documentId, ...document })),
    personaVersion: persona?.version ?? null,
  };
}

/** Its token is its own, so that the one of the environment does not set it going again. */
async function ensureSecondNumber(organizationId: string) {
  const { phoneNumberId, ...number } = secondNumber;
  const id = createHash("sha256").update(`${organizationId}:second`).digest("hex").slice(0, 32);
  const accessTokenEncrypted = env().SESSION_SECRET ? sealIntegrationToken(id, EXPIRED_TOKEN) : null;
  const create = {
    id,
    organizationId,
    phoneNumberId,
    ...number,
    accessTokenEncrypted,
    status: "STOPPED" as const,
    stoppedToken: tokenFingerprint(EXPIRED_TOKEN),
    stoppedAt: new Date(Date.now() - 80 * 60_000),
  };
  const integration = await prisma().integration.upsert({ where: { phoneNumberId }, create, update: {} });
  await prisma().notification.createMany({
    data: {
      organizationId,
      kind: "NUMBER_STOPPED",
      title: `Customers of ${number.name} get no answers`,
      body: number.stoppedReason,
      dedupeKey: `demo:stopped:${id}`,
    },
    skipDuplicates: true,
  });
  return integration;
}

async function ensureAgents(organizationId: string): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const [key, person] of Object.entries(agents)) {
    const { email } = person;
    const create = { organizationId, role: "AGENT" as const, ...person };
    ids[key] = (await prisma().user.upsert({ where: { email }, create, update: {} })).id;
  }
  return ids;
}

async function ensureLabels(organizationId: string): Promise<Record<string, bigint>> {
  const data = Object.entries(labels).map(([name, color]) => ({ organizationId, name, color }));
  await prisma().label.createMany({ data, skipDuplicates: true });
  const stored = await prisma().label.findMany({ where: { organizationId } });
  return Object.fromEntries(stored.map(({ name, id }) => [name, id]));
}

async function ensureCannedReplies(organizationId: string): Promise<void> {
  const data = Object.entries(cannedReplies).map(([shortcut, body]) => ({ organizationId, shortcut, body }));
  await prisma().cannedReply.createMany({ data, skipDuplicates: true });
}

async function ensureTemplates(integrationId: string): Promise<void> {
  const data = templates.map((template) => ({ integrationId, status: "APPROVED", ...template }));
  await prisma().template.createMany({ data, skipDuplicates: true });
}

/** Before their rows: a row without its file would be a lie, a file without its row is only space. */
async function storeFiles(rows: Rows): Promise<void> {
  const storage = mediaStorage();
  for (const [key, bytes] of rows.bytes) {
    const path = await newScratchPath(storage);
    try {
      await writeFile(path, bytes);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      await storage.store(key, { path, sizeBytes: bytes.length, sha256 });
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** What the calls cost on each day, for the budgets and the page of costs. */
async function sumUpCosts(rows: Rows): Promise<void> {
  const { organizationId } = rows.setting;
  const sums = new Map<string, { microUsd: bigint; calls: number }>();
  for (const { createdAt, contactId, costMicroUsd } of rows.calls) {
    const day = new Date(createdAt ?? 0).toISOString().slice(0, 10);
    for (const spender of ["organization", `contact:${contactId}`]) {
      const sum = sums.get(`${day} ${spender}`) ?? { microUsd: 0n, calls: 0 };
      sums.set(`${day} ${spender}`, {
        microUsd: sum.microUsd + BigInt(costMicroUsd ?? 0),
        calls: sum.calls + 1,
      });
    }
  }
  const data = [...sums].map(([name, sum]) => {
    const [day = "", spender = ""] = name.split(" ");
    return { organizationId, day: new Date(day), spender, ...sum };
  });
  await prisma().aiSpending.createMany({ data, skipDuplicates: true });
}
