// Which template a number uses for what. Purpose "reply": what goes out when the window has closed before the answer. Its
// parameters may have placeholders, which are known only when it is sent:
//
//   {{customer_name}}           what the customer calls themselves; where that is not known, nothing can be sent
//   {{customer_name|customer}}  the same, with words to use where it is not known
//   {{business_name}}           the organization's name

import type { Prisma } from "@/infra/database/generated/client";
import { prisma } from "@/infra/database/prisma";
import type { TemplateParameters } from "@/infra/whatsapp/outbound-content-template";
import { AppError, isAppError } from "@/lib/errors";
import { getTemplate } from "./known-templates";
import { type TemplateMessage, validateTemplate } from "./validate-template";

export const templatePurposes = ["reply"] as const;
export type TemplatePurpose = (typeof templatePurposes)[number];

export interface TemplateChoice {
  integrationId: string;
  purpose: TemplatePurpose;
  name: string;
  language: string;
  parameters: TemplateParameters;
}

/** What stands for a placeholder when a choice is tried out. */
const sample = { customer: "Ana", business: "Shop" };

/** Uses a template for a purpose from now on. @throws INVALID_INPUT when it could not be sent like that. */
export async function chooseTemplate({ parameters, ...choice }: TemplateChoice): Promise<TemplateMessage> {
  const { integrationId, purpose, name, language } = choice;
  const template = await getTemplate(integrationId, name, language);
  const content = validateTemplate(template, fillPlaceholders(parameters, sample));
  const data = { name, language, parameters: parameters as Prisma.InputJsonObject };
  await prisma().integrationTemplate.upsert({
    where: { integrationId_purpose: { integrationId, purpose } },
    create: { integrationId, purpose, ...data },
    update: data,
  });
  return content;
}

export interface Occasion {
  integrationId: string;
  purpose: TemplatePurpose;
  names: { customer: string | null; business: string };
}

/** The message of the template that is chosen for a purpose, or why there is none that could be sent now. */
export async function chosenTemplate({
  integrationId,
  purpose,
  names,
}: Occasion): Promise<{ content: TemplateMessage } | { problem: string }> {
  const key = { integrationId, purpose };
  const choice = await prisma().integrationTemplate.findUnique({ where: { integrationId_purpose: key } });
  if (!choice) return { problem: `No template is chosen for "${purpose}"` };
  try {
    const template = await getTemplate(integrationId, choice.name, choice.language);
    return { content: validateTemplate(template, fillPlaceholders(choice.parameters, names)) };
  } catch (error) {
    if (!isAppError(error) || error.code !== "INVALID_INPUT") throw error;
    return { problem: error.message };
  }
}

interface Choice {
  purpose: string;
  name: string;
  language: string;
  parameters: unknown;
  /** Why it could not be sent now. */
  problem: string | null;
}

/** What a number uses for what. */
export async function listChoices(integrationId: string): Promise<Choice[]> {
  const choices = await prisma().integrationTemplate.findMany({
    where: { integrationId },
    orderBy: { purpose: "asc" },
  });
  return await Promise.all(
    choices.map(async ({ purpose, name, language, parameters }) => {
      const occasion = { integrationId, purpose: purpose as TemplatePurpose, names: sample };
      const chosen = await chosenTemplate(occasion);
      const problem = "problem" in chosen ? chosen.problem : null;
      return { purpose, name, language, parameters, problem };
    }),
  );
}

/** No template for a purpose any more. @throws NOT_FOUND when none was chosen. */
export async function dropTemplate(integrationId: string, purpose: TemplatePurpose): Promise<void> {
  const { count } = await prisma().integrationTemplate.deleteMany({ where: { integrationId, purpose } });
  if (count === 0) throw new AppError("NOT_FOUND", `No template is chosen for "${purpose}"`);
}

/** Fills placeholders in every text of a value; an array, the column's default, stands for no parameters. */
function fillPlaceholders(value: unknown, names: Occasion["names"]): unknown {
  const filled = (member: unknown): unknown => {
    if (typeof member === "string") return fillText(member, names);
    if (Array.isArray(member)) return member.map(filled);
    if (typeof member !== "object" || member === null) return member;
    return Object.fromEntries(Object.entries(member).map(([key, inner]) => [key, filled(inner)]));
  };
  return Array.isArray(value) ? { body: filled(value) } : filled(value);
}

function fillText(text: string, { customer, business }: Occasion["names"]): string {
  return text.replace(
    /\{\{(customer_name|business_name)(?:\|([^{}]*))?\}\}/g,
    (_, name: string, otherwise = "") =>
      oneLine(name === "business_name" ? business : (customer ?? "")) || otherwise,
  );
}

/** What people call themselves can have anything in it; a parameter cannot. */
function oneLine(name: string): string {
  return [...name.replace(/\s+/g, " ").trim()].slice(0, 60).join("");
}
