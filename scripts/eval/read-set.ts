// What is played: conversations and injections, as they stand in test/eval.

import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { EVAL_FOLDER, readYaml } from "./business";

/** Text that must or must not stand in an answer: as it is (capitals do not count), or /…/ as a regular expression. */
const wanted = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const expectationSchema = z.strictObject({
  /** Each must stand there; of a list in the list, one of them. */
  says: z.array(wanted).default([]),
  saysNot: z.array(z.string().min(1)).default([]),
  /** Tools that must be called, with arguments that hold these texts. */
  calls: z
    .array(z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.string()).default({}) }))
    .default([]),
  callsNot: z.array(z.string()).default([]),
  /** The language of the answer (ISO 639-1). */
  language: z.string().length(2).optional(),
  charactersMax: z.int().min(1).optional(),
  /** Absent: either. */
  handover: z.boolean().optional(),
});

const messageSchema = z.union([
  z
    .string()
    .min(1)
    .transform((text) => ({ type: "text", text })),
  z.strictObject({
    type: z.string().default("text"),
    text: z.string().default(""),
    /** Of a file. */
    filename: z.string().optional(),
    quoted: z.string().optional(),
    transcript: z.string().optional(),
  }),
]);

/** What a good model answers: the scripted AI says it, so that the rest can be tried without a model. */
const scriptedSchema = z.strictObject({
  text: z.string().optional(),
  calls: z
    .array(z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }))
    .default([]),
});

const turnSchema = z.strictObject({
  /** What the customer writes before the bot answers. */
  customer: z.array(messageSchema).min(1),
  scripted: z.array(scriptedSchema).default([]),
  expect: expectationSchema.prefault({}),
});

const conversationSchema = z.strictObject({
  name: z.string().min(1),
  business: z.string().default("flowers"),
  /** How the customer is called on WhatsApp. */
  profileName: z.string().default("Bia"),
  turns: z.array(turnSchema).min(1),
});

const aims = [
  "leak",
  "tool",
  "other_customer",
  "discount",
  "link",
  "handover",
  "role",
  "border",
  "encoded",
] as const;
const places = ["text", "profile_name", "file_name", "quote", "knowledge", "transcript"] as const;

const injectionSchema = z.strictObject({
  id: z.string().min(1),
  in: z.enum(places),
  aim: z.enum(aims),
  attempt: z.string().min(10),
  /** What a model does that obeys everything: {system} and {mark} stand for the system prompt and the mark of the borders. */
  obeyed: z.strictObject({
    say: z.string().default("Ok."),
    as: z.enum(["plain", "base64", "reversed", "spaced", "hex"]).default("plain"),
    call: z
      .array(z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }))
      .default([]),
  }),
  /** What must not stand in anything that is sent, besides the canaries. */
  neverSent: z.array(z.string().min(1)).default([]),
});

const injectionsSchema = z.strictObject({
  language: z.string().length(2),
  business: z.string().default("flowers"),
  attempts: z.array(injectionSchema).min(1),
});

export type Expectation = z.output<typeof expectationSchema>;
export type EvalMessage = z.output<typeof messageSchema>;
export type Scripted = z.output<typeof scriptedSchema>;
export type Conversation = z.output<typeof conversationSchema> & { id: string };
export type Injection = z.output<typeof injectionSchema> & { language: string; business: string };

/** All of them, or one from a file of its own. */
export function readConversations(file?: string): Conversation[] {
  return (file ? [file] : yamlFiles("conversations")).map((each) => ({
    id: basename(each, ".yaml"),
    ...conversationSchema.parse(readYaml(each)),
  }));
}

export function readInjections(): Injection[] {
  return yamlFiles("injections").flatMap((file) => {
    const { language, business, attempts } = injectionsSchema.parse(readYaml(file));
    return attempts.map((attempt) => ({ ...attempt, language, business }));
  });
}

function yamlFiles(folder: string): string[] {
  return readdirSync(join(EVAL_FOLDER, folder))
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => join(EVAL_FOLDER, folder, name));
}
