// Everything that can be sent, in our words, checked against Meta's limits before it costs a call (Meta, messages/send-messages
// and the page of each type; what is counted is code points). Stored as it is, on the job and on the message.

import { z } from "zod";
import { AppError } from "@/lib/errors";
import { storableJson } from "@/lib/storable-text";
import {
  describeIssues,
  limited,
  mediaSource,
  metaId,
  oneSource,
  upTo,
  webAddress,
} from "./outbound-content-fields";
import { interactive } from "./outbound-content-interactive";
import { template } from "./outbound-content-template";

/** Code points of a text message. */
export const TEXT_MAX = 4_096;
const CAPTION_MAX = 1_024;

/** Meta shows the quoted message above the answer (Meta, messages/contextual-replies). */
const quotes = metaId.optional();
const caption = limited(CAPTION_MAX).optional();

const card = z.strictObject({
  name: z.strictObject({
    formattedName: limited(1_000),
    firstName: limited(1_000).optional(),
    lastName: limited(1_000).optional(),
  }),
  phones: z
    .array(
      z.strictObject({
        phone: limited(100),
        waId: z.string().regex(/^\d+$/, "is not made of digits").optional(),
        type: limited(100).optional(),
      }),
    )
    .optional(),
  emails: z.array(z.strictObject({ email: limited(1_000), type: limited(100).optional() })).optional(),
  urls: z.array(z.strictObject({ url: webAddress, type: limited(100).optional() })).optional(),
  organization: z
    .strictObject({
      company: limited(1_000),
      department: limited(1_000).optional(),
      title: limited(1_000).optional(),
    })
    .optional(),
});

const oneEmoji = (value: string) => [...new Intl.Segmenter().segment(value)].length <= 1;

const schema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("text"),
    body: limited(TEXT_MAX),
    previewUrl: z.boolean().optional(),
    quotes,
  }),
  z.strictObject({ type: z.literal("image"), ...mediaSource, caption, quotes }).superRefine(oneSource),
  z.strictObject({ type: z.literal("video"), ...mediaSource, caption, quotes }).superRefine(oneSource),
  z
    .strictObject({ type: z.literal("audio"), ...mediaSource, voice: z.boolean().optional(), quotes })
    .superRefine(oneSource),
  z
    .strictObject({
      type: z.literal("document"),
      ...mediaSource,
      caption,
      filename: limited(240).optional(),
      quotes,
    })
    .superRefine(oneSource),
  z.strictObject({ type: z.literal("sticker"), ...mediaSource, quotes }).superRefine(oneSource),
  z.strictObject({
    type: z.literal("location"),
    latitude: z.number().min(-90, "is not a latitude").max(90, "is not a latitude"),
    longitude: z.number().min(-180, "is not a longitude").max(180, "is not a longitude"),
    name: limited(1_000).optional(),
    address: limited(1_000).optional(),
    quotes,
  }),
  z.strictObject({ type: z.literal("contacts"), contacts: upTo(card, 5), quotes }),
  z.strictObject({
    type: z.literal("reaction"),
    /** The message that is reacted to; no contextual reply (Meta, messages/contextual-replies). */
    messageId: metaId,
    /** Empty: the reaction is taken back. */
    emoji: z.string().refine(oneEmoji, "is more than one emoji, Meta takes one"),
  }),
  interactive,
  template,
]);

export type OutboundContent = z.output<typeof schema>;
export type ContentType = OutboundContent["type"];

/** The types that a person may name, for help texts. */
export const contentTypes = [
  "text",
  "image",
  "video",
  "audio",
  "document",
  "sticker",
  "location",
  "contacts",
  "reaction",
  "interactive",
  "template",
] as const satisfies ContentType[];

/** Checks what is to be sent. @throws INVALID_INPUT that names every field and limit, fit to be shown to whoever wrote it. */
export function parseContent(value: unknown): OutboundContent {
  const parsed = schema.safeParse(storableJson(value));
  if (parsed.success) return parsed.data;
  const publicMessage = `This cannot be sent: ${describeIssues(parsed.error.issues)}.`;
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
