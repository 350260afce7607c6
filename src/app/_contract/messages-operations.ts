import { z } from "zod";
import { byId, operation, rowId } from "./operation";

/** Chosen by the client, the same for every try of the same message. */
const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, "is not made of 8 to 64 letters, digits, - and _");
const how = {
  clientId,
  /** Takes a conversation that nobody has. */
  assignToMe: z.boolean().default(false),
};

export const sendMessage = operation({
  method: "POST",
  path: "/api/inbox/conversations/{id}/messages",
  summary:
    "Sends a message as a person; the same clientId makes no second one. 409 with error.state where it may not be sent.",
  role: "agent",
  params: byId,
  body: z.union([
    z.strictObject({ ...how, text: z.string() }),
    /** src/infra/whatsapp/outbound-content.ts has every type with its limits. */
    z.strictObject({ ...how, content: z.looseObject({ type: z.string() }) }),
  ]),
  answer: z.object({ jobId: rowId }),
});

export const retryMessage = operation({
  method: "POST",
  path: "/api/inbox/messages/{id}/retry",
  summary: "Tries a failed message again, as a new job; asked again, it is the same retry.",
  role: "agent",
  params: byId,
  answer: z.object({ jobId: rowId }),
});

const fileKind = z.enum(["image", "video", "audio", "voice", "document", "sticker"]);

export const storeFile = operation({
  method: "POST",
  path: "/api/inbox/conversations/{id}/files",
  upload: "file",
  summary:
    "Stores a file that is to be sent (multipart/form-data, field `file`); its assetId goes into a message's content.",
  role: "agent",
  params: byId,
  /** Left out: what its bytes are best sent as. */
  query: z.object({ kind: fileKind.optional() }),
  answer: z.object({
    assetId: z.string(),
    kind: fileKind,
    filename: z.string().nullable(),
    /** By its bytes. */
    mimeType: z.string(),
    sizeBytes: z.int(),
    durationMs: z.int().nullable(),
  }),
});

export const listFileLimits = operation({
  method: "GET",
  path: "/api/inbox/file-limits",
  summary: "What may be sent as each kind of file: types, and the largest size in bytes.",
  role: "agent",
  answer: z.object({
    limits: z.array(z.object({ kind: fileKind, bytesMax: z.int(), types: z.array(z.string()) })),
  }),
});

export const listTemplatesFor = operation({
  method: "GET",
  path: "/api/inbox/conversations/{id}/templates",
  summary: "The approved templates of a conversation's number, with what has to be filled in.",
  role: "agent",
  params: byId,
  answer: z.object({
    templates: z.array(
      z.object({
        name: z.string(),
        language: z.string(),
        /** MARKETING, UTILITY or AUTHENTICATION. */
        category: z.string(),
        /** Whether the body's parameters are given by name ({}), or in their order ([]). */
        isNamed: z.boolean(),
        /** TEXT, IMAGE, VIDEO, DOCUMENT or LOCATION. */
        header: z.object({ format: z.string(), text: z.string() }).nullable(),
        body: z.string(),
        footer: z.string(),
        buttons: z.array(z.object({ type: z.string(), text: z.string() })),
        parameters: z.array(
          z.object({
            /** What stands between {{ and }}; of a file or place its kind; of a button its number, from 0. */
            key: z.string(),
            where: z.enum(["header", "body", "button"]),
            kind: z.enum(["text", "image", "video", "document", "location", "url", "copy_code"]),
            example: z.string().nullable(),
          }),
        ),
      }),
    ),
  }),
});
