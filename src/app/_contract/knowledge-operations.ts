import { z } from "zod";
import { instant, operation } from "./operation";

const SOURCES_MAX = 50;
/** A file may have 20 MB; what is around it in a form, or JSON's escapes, comes on top. */
const BODY_BYTES_MAX = 21 * 1024 * 1024;

const language = z.string().max(35).optional();
const title = z.string().max(200).optional();
const which = z.string().min(1).max(2_000);

const knowledgeDocument = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(["markdown", "text", "pdf", "url"]),
  source: z.string().nullable(),
  searchConfig: z.string(),
  version: z.int(),
  status: z.enum(["ready", "failed"]),
  error: z.string().nullable(),
  characters: z.int(),
  passages: z.int(),
  embedded: z.int(),
  fetchedAt: instant.nullable(),
  updatedAt: instant,
});

const embedding = z.object({ made: z.int(), problem: z.string().nullable() });

const outcomes = z.object({
  outcomes: z.array(
    z.object({
      source: z.string(),
      added: z
        .object({
          id: z.string(),
          title: z.string(),
          version: z.int(),
          passages: z.int(),
          outcome: z.enum(["added", "changed", "unchanged"]),
          embedding,
        })
        .nullable(),
      problem: z.string().nullable(),
    }),
  ),
});

export const listKnowledge = operation({
  method: "GET",
  path: "/api/inbox/knowledge",
  summary: "What the bot may know.",
  role: "agent",
  answer: z.object({ documents: z.array(knowledgeDocument) }),
});

export const addKnowledge = operation({
  method: "POST",
  path: "/api/inbox/knowledge",
  summary:
    "Adds pages and texts. Each is told by itself: one that cannot be read holds up no other; 400 where none could be.",
  role: "admin",
  bodyBytesMax: BODY_BYTES_MAX,
  body: z
    .strictObject({
      urls: z.array(z.string().min(1).max(2_000)).max(SOURCES_MAX).default([]),
      texts: z
        .array(z.strictObject({ name: z.string().min(1).max(200), text: z.string() }))
        .max(SOURCES_MAX)
        .default([]),
      title,
      language,
    })
    .superRefine(({ urls, texts, title: chosen }, context) => {
      const count = urls.length + texts.length;
      const problem =
        count === 0
          ? "There is nothing to add: urls or texts."
          : count > SOURCES_MAX
            ? `At most ${SOURCES_MAX} at once.`
            : chosen !== undefined && count > 1
              ? "A title is for one document."
              : null;
      if (problem) context.addIssue({ code: "custom", message: problem });
    }),
  answer: outcomes,
});

export const addKnowledgeFiles = operation({
  method: "POST",
  path: "/api/inbox/knowledge/files",
  upload: "file",
  summary:
    "Adds files (multipart/form-data, fields `file`, `title` and `language`), told as with pages and texts.",
  role: "admin",
  bodyBytesMax: BODY_BYTES_MAX,
  answer: outcomes,
});

export const removeKnowledge = operation({
  method: "DELETE",
  path: "/api/inbox/knowledge",
  summary: "Removes a document, by its id or its source: no answer finds it any more.",
  role: "admin",
  query: z.object({ document: which }),
  answer: z.object({ removed: z.object({ id: z.string(), title: z.string() }) }),
});

export const refreshKnowledge = operation({
  method: "POST",
  path: "/api/inbox/knowledge/refresh",
  summary:
    "Reads pages again, one (`document`: its id or source) or all, and makes the embeddings that are missing.",
  role: "admin",
  body: z.strictObject({ document: which.optional() }),
  answer: z.object({
    outcomes: z.array(
      z.object({
        id: z.string(),
        source: z.string(),
        outcome: z.enum(["changed", "unchanged", "failed", "removed"]),
        problem: z.string().nullable(),
      }),
    ),
    embedding,
  }),
});

export const searchKnowledgeDocuments = operation({
  method: "GET",
  path: "/api/inbox/knowledge/search",
  summary: "What the bot would find for a question, the best first.",
  role: "agent",
  query: z.object({
    query: z.string().trim().min(1).max(2_000),
    limit: z.coerce.number().int().min(1).max(20).default(5),
  }),
  answer: z.object({
    passages: z.array(
      z.object({
        passageId: z.int(),
        documentId: z.string(),
        title: z.string(),
        heading: z.string().nullable(),
        text: z.string(),
        score: z.number(),
      }),
    ),
  }),
});
