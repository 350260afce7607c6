// What the bot of an organization is, and what it may do: one document in versions (table Persona). Every field has a default,
// so a persona says only what is different about this business.

import { z } from "zod";

const line = (max: number) => z.string().trim().min(1).max(max);
const lines = (countMax: number, max: number) => z.array(line(max)).max(countMax).default([]);
const usd = z.number().positive().max(100_000);

/** Tools a persona may forbid; all that exist are allowed unless it lists those that are. */
const toolName = z.string().regex(/^[a-z][a-z_]{2,40}$/, "is not the name of a tool");

const handoverSchema = z.strictObject({
  /** Asked for a person; angry; about paying or being paid back; about law; not sure of the answer. */
  whenAsked: z.boolean().default(true),
  whenAngry: z.boolean().default(true),
  whenPayment: z.boolean().default(false),
  whenLegal: z.boolean().default(true),
  whenUnsure: z.boolean().default(true),
  /** After so many of the customer's messages in a row that the bot did not understand; null: never for that. */
  afterMisunderstandings: z.int().min(1).max(10).nullable().default(2),
  /** What the customer is told, once; absent: AI_HANDOVER_MESSAGE. */
  message: line(1_000).optional(),
  /** The bot comes back when no person has done anything for so long; null: only by hand. */
  autoReturnMinutes: z.int().min(1).max(43_200).nullable().default(720),
});

const aiSchema = z.strictObject({
  /** In which order they are asked; one without a key is passed over. Absent: AI_PROVIDERS. */
  providers: z
    .array(z.enum(["deepseek", "openai"]))
    .min(1)
    .optional(),
  /** US dollars a day (UTC); absent: AI_DAILY_BUDGET_USD, AI_DAILY_BUDGET_PER_CONTACT_USD. */
  dailyBudgetUsd: usd.optional(),
  dailyBudgetPerContactUsd: usd.optional(),
  /** What the customer is told when no AI can be asked; absent: AI_UNAVAILABLE_MESSAGE. */
  unavailableMessage: line(1_000).optional(),
});

export const personaSchema = z.strictObject({
  /** What the bot calls itself; absent: it speaks for the business. */
  name: line(80).optional(),
  tone: line(1_000).default("A friendly, competent colleague: short, plain text."),
  /** BCP 47 codes it answers in; empty: in whatever language the customer writes. */
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "is not a language code such as pt-BR"))
    .default([]),
  /** Free text about the business. */
  about: z.string().trim().max(20_000).default(""),
  /** Each may be told to customers as it is. */
  facts: lines(200, 500),
  neverPromise: lines(100, 500),
  /** Whether it answers only what concerns the business (Meta, business policy: no general assistants). */
  onBusinessOnly: z.boolean().default(true),
  handover: handoverSchema.prefault({}),
  /** Absent: all. */
  tools: z.array(toolName).optional(),
  /** Hosts it may link to, with all below them, besides those of its knowledge. */
  linkHosts: z.array(z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, "is not the name of a host")).default([]),
  /** Longer answers are asked for again, shorter. */
  answerCharactersMax: z.int().min(100).max(16_384).default(2_000),
  ai: aiSchema.prefault({}),
});

/** With every default filled in. */
export type PersonaContent = z.output<typeof personaSchema>;

export interface Persona {
  /** Null: the organization has none, these are the defaults. */
  version: number | null;
  content: PersonaContent;
}

/** A persona as it is stored. What an older or newer version of this code has written and this one cannot read is an error, never another persona. */
export function parsePersona(stored: { version: number; content: unknown } | null): Persona {
  if (!stored) return { version: null, content: personaSchema.parse({}) };
  return { version: stored.version, content: personaSchema.parse(stored.content) };
}
