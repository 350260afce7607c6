import { z } from "zod";

const milliseconds = z.number().int().min(0);
const times = z.number().int().min(1);
const graphCode = z.number().int().min(0);

const refuse = z.strictObject({
  type: z.literal("refuse"),
  code: graphCode,
  status: z.number().int().optional(),
});
const refuseAi = z.strictObject({
  type: z.literal("refuse"),
  status: z.number().int().min(400).max(599),
  code: z.string().optional(),
  message: z.string().optional(),
});
/** An answer that is not the API's own: a proxy's HTML page, an empty body. */
const httpError = z.strictObject({
  type: z.literal("http-error"),
  status: z.number().int().min(200).max(599),
  body: z.string().optional(),
  contentType: z.string().optional(),
});
const delay = z.strictObject({ type: z.literal("delay"), ms: milliseconds });
const hang = z.strictObject({ type: z.literal("hang") });
const cutBeforeAccept = z.strictObject({ type: z.literal("cut-before-accept") });

const acceptFaults = [
  z.strictObject({ type: z.literal("accept-then-cut") }),
  z.strictObject({ type: z.literal("accept-then-hang") }),
  z.strictObject({ type: z.literal("accept-then-delay"), ms: milliseconds }),
  z.strictObject({
    type: z.literal("accept-then-http-error"),
    status: z.number().int().min(400).max(599),
    body: z.string().optional(),
    contentType: z.string().optional(),
  }),
  z.strictObject({ type: z.literal("accept-then-truncate") }),
] as const;

const callFault = z.discriminatedUnion("type", [
  refuse,
  httpError,
  delay,
  hang,
  cutBeforeAccept,
  ...acceptFaults,
]);
const sendFault = z.discriminatedUnion("type", [
  ...callFault.options,
  /** Accepted, then a `failed` receipt; with isSentFirst a `sent` one before it. */
  z.strictObject({ type: z.literal("fail-async"), code: graphCode, isSentFirst: z.boolean().optional() }),
  z.strictObject({ type: z.literal("no-receipts") }),
]);
/** What a media server may do besides: lie, send elsewhere, never end. */
const mediaFault = z.discriminatedUnion("type", [
  ...callFault.options,
  /** Lookup: the address that is told. */
  z.strictObject({ type: z.literal("other-url"), url: z.string() }),
  /** Lookup: the size, hash or kind that is told. */
  z.strictObject({
    type: z.literal("other-description"),
    fileSize: z.number().int().min(0).optional(),
    sha256: z.string().optional(),
    mimeType: z.string().optional(),
  }),
  /** Download: on to there. */
  z.strictObject({
    type: z.literal("redirect"),
    location: z.string(),
    status: z.number().int().min(300).max(399).default(302),
  }),
  /** Download: these bytes instead, and what is said of them. */
  z.strictObject({
    type: z.literal("other-bytes"),
    base64: z.base64(),
    mimeType: z.string().optional(),
    contentLength: z.number().int().min(0).optional(),
  }),
  /** Download: so many bytes more than there are, without saying how many will come. */
  z.strictObject({ type: z.literal("flood"), bytes: z.number().int().min(1) }),
  /** Download: half of the file, and then nothing more. */
  z.strictObject({ type: z.literal("hang-mid-body") }),
]);
const webhookFault = z.discriminatedUnion("type", [
  /** `copies` more of the same, at once. */
  z.strictObject({ type: z.literal("duplicate"), copies: times }),
  /** Kept back until the next one that is not has gone out, or until `ms` (default 1000) passed. */
  z.strictObject({ type: z.literal("reorder"), ms: milliseconds.optional() }),
  /** Kept back until released by the control API. */
  z.strictObject({ type: z.literal("hold") }),
  delay,
  z.strictObject({ type: z.literal("drop") }),
]);
const aiFault = z.discriminatedUnion("type", [
  refuseAi,
  httpError,
  delay,
  hang,
  z.strictObject({ type: z.literal("cut") }),
  z.strictObject({ type: z.literal("empty") }),
  z.strictObject({ type: z.literal("garbage") }),
  z.strictObject({ type: z.literal("text"), text: z.string() }),
  z.strictObject({
    type: z.literal("tool-call"),
    name: z.string().min(1),
    arguments: z.union([z.string(), z.record(z.string(), z.unknown())]),
    text: z.string().optional(),
  }),
]);

const whenSchema = z.union([
  z.literal("always"),
  z.strictObject({ next: times }),
  z.strictObject({ everyNth: times }),
  z.strictObject({ probability: z.number().min(0).max(1), seed: z.number().int().default(1) }),
]);
const matchSchema = z.strictObject({
  /** The customer's phone number in digits or the user id. */
  recipient: z.string().optional(),
  /**
   * Part of the text; for the AI, of the last user message; for media: upload, resolve, download or delete; for
   * objects: `id/edge`.
   */
  textContains: z.string().optional(),
  phoneNumberId: z.string().optional(),
  mediaId: z.string().optional(),
});
const common = { when: whenSchema.default("always"), match: matchSchema.default({}) };

/**
 * What shall go wrong: `target` is where, `action` is what, `when` (default always) and `match` (default all) say for
 * which calls. Which actions a target knows is part of the schema.
 */
export const faultDraftSchema = z.discriminatedUnion("target", [
  z.strictObject({ target: z.literal("send"), action: sendFault, ...common }),
  z.strictObject({ target: z.enum(["read", "object"]), action: callFault, ...common }),
  z.strictObject({ target: z.literal("media"), action: mediaFault, ...common }),
  z.strictObject({ target: z.enum(["webhook", "receipt"]), action: webhookFault, ...common }),
  z.strictObject({ target: z.enum(["ai", "ai:deepseek", "ai:openai"]), action: aiFault, ...common }),
]);

export type FaultDraft = z.input<typeof faultDraftSchema>;
export type SendFault = z.infer<typeof sendFault>;
export type CallFault = z.infer<typeof callFault>;
export type MediaFault = z.infer<typeof mediaFault>;
export type WebhookFault = z.infer<typeof webhookFault>;
export type AiFault = z.infer<typeof aiFault>;

/** `seen` counts the calls that matched, `hits` those the rule changed. */
export type FaultRule = z.infer<typeof faultDraftSchema> & { id: string; seen: number; hits: number };
