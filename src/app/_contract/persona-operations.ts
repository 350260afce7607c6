import { z } from "zod";
import { instant, operation } from "./operation";

const BODY_BYTES_MAX = 1024 * 1024;
const version = z.coerce.number().int().min(1).max(1e9);

const affects = z.object({
  conversations: z.int(),
  waiting: z.int(),
  waitingIds: z.array(z.int()),
  lastTurns: z.array(z.object({ version: z.int().nullable(), conversations: z.int() })),
});

const change = z.object({
  /** handover.autoReturnMinutes, facts, … */
  path: z.string(),
  /** Absent: it was not said. */
  before: z.unknown(),
  after: z.unknown(),
});

const content = z.record(z.string(), z.unknown());

export const showPersona = operation({
  method: "GET",
  path: "/api/inbox/persona",
  summary:
    "What the bot is (the newest version, or `version`), in which versions, and which conversations a change reaches.",
  role: "agent",
  query: z.object({ version: version.optional() }),
  answer: z.object({
    persona: z.object({
      version: z.int().nullable(),
      /** With every default filled in. */
      content,
      /** As somebody has written it. */
      written: z.unknown(),
      yaml: z.string(),
      note: z.string().nullable(),
      author: z.string().nullable(),
      createdAt: instant.nullable(),
    }),
    versions: z.array(
      z.object({ version: z.int(), note: z.string().nullable(), author: z.string(), createdAt: instant }),
    ),
    affects,
  }),
});

export const replacePersona = operation({
  method: "PUT",
  path: "/api/inbox/persona",
  summary: "Saves the next version; 409 when somebody else has saved one since.",
  role: "admin",
  bodyBytesMax: BODY_BYTES_MAX,
  body: z.strictObject({
    /** The version that was looked at; null: there was none. */
    basedOn: z.int().min(1).nullable(),
    persona: z.unknown(),
    note: z.string().max(500).nullable().default(null),
  }),
  answer: z.object({ version: z.int().nullable(), changes: z.array(change), affects }),
});

export const checkPersonaText = operation({
  method: "POST",
  path: "/api/inbox/persona/check",
  summary:
    "What is wrong with a persona (YAML or JSON, or as a value), and what it would change. Saves nothing.",
  role: "agent",
  bodyBytesMax: BODY_BYTES_MAX,
  body: z.union([z.strictObject({ text: z.string() }), z.strictObject({ persona: z.unknown() })]),
  answer: z.object({
    problems: z.array(z.object({ path: z.string(), problem: z.string() })),
    /** As a value, and in YAML; null where it cannot be read at all. */
    written: z.unknown(),
    yaml: z.string().nullable(),
    /** With every default filled in; null where something is wrong. */
    content: content.nullable(),
    changes: z.array(change),
  }),
});

export const diffPersonaVersions = operation({
  method: "GET",
  path: "/api/inbox/persona/diff",
  summary: "The fields in which two versions differ, with their defaults filled in.",
  role: "agent",
  query: z.object({ from: version, to: version }),
  answer: z.object({ changes: z.array(change) }),
});
