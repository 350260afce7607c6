import { z } from "zod";

const milliseconds = z.number().int().min(0);
const digits = z.string().regex(/^\d{6,15}$/, "must be 6 to 15 digits");

const businessNumberSchema = z.strictObject({
  phoneNumberId: z.string().min(1),
  displayPhoneNumber: digits,
  wabaId: z.string().min(1),
  // What Meta says of it; usual where nothing is given (business-phone-numbers).
  verifiedName: z.string().optional(),
  qualityRating: z.enum(["GREEN", "YELLOW", "RED", "UNKNOWN"]).optional(),
  status: z.string().optional(),
  nameStatus: z.string().optional(),
  codeVerificationStatus: z.enum(["VERIFIED", "NOT_VERIFIED", "EXPIRED"]).optional(),
  platformType: z.enum(["CLOUD_API", "ON_PREMISE", "NOT_APPLICABLE"]).optional(),
  throughput: z.enum(["STANDARD", "HIGH", "NOT_APPLICABLE"]).optional(),
});

const appSchema = z.strictObject({ id: z.string().min(1), name: z.string() });

/** What debug_token says of every token that is accepted. Unix seconds; 0 = never. */
const tokenSchema = z.strictObject({
  isValid: z.boolean(),
  expiresAt: z.number().int().min(0),
  dataAccessExpiresAt: z.number().int().min(0),
  scopes: z.array(z.string()),
});

const receiptsSchema = z.strictObject({
  /** ms after acceptance; 0 may overtake the answer to the send, as it does with Meta. */
  sentMs: milliseconds,
  deliveredMs: milliseconds,
  readMs: milliseconds,
  /** Without it a customer never reads by itself; the phone page and the control API still can. */
  autoRead: z.boolean(),
  /** Receipts of one number in one body; Meta joins up to 1,000 (webhooks/create-webhook-endpoint). */
  batchMax: z.number().int().min(1).max(1000),
  /** ms a receipt waits for others; only with batchMax > 1. */
  batchWindowMs: milliseconds,
  /** Meta's status page does not exclude the echo on `failed`, an older page names only the others. */
  echoOpaqueOnFailed: z.boolean(),
});

const redeliverySchema = z.strictObject({
  /** ms before the second attempt; doubles up to maxMs. */
  firstMs: milliseconds,
  maxMs: milliseconds,
  giveUpAfterMs: milliseconds,
  /** ms until an attempt without an answer counts as failed. Meta documents no figure. */
  timeoutMs: z.number().int().min(1),
  /** Sockets to the webhook at once; further deliveries queue. */
  concurrency: z.number().int().min(1),
});

const rateLimitsSchema = z.strictObject({
  /** Messages a second of one business number, in and out together (throughput page); null = off. */
  numberPerSecond: z.number().int().min(1).nullable(),
  /** One message to one customer every so many ms … */
  pairIntervalMs: z.number().int().min(1),
  /** … with so many borrowed ahead (about-the-platform); null = off. */
  pairBurst: z.number().int().min(1).nullable(),
});

const serviceWindowSchema = z.strictObject({ isEnforced: z.boolean(), lengthMs: milliseconds });

const aiSchema = z.strictObject({
  /** Bearer keys accepted; null = any, but one must be there. */
  keys: z.array(z.string().min(1)).nullable(),
  delayMs: milliseconds,
});

const settingsSchema = z.strictObject({
  /** Where webhooks go; null drops them. */
  webhookUrl: z.url({ protocol: /^https?$/ }).nullable(),
  appSecret: z.string().min(1),
  accessTokens: z.array(z.string().min(1)),
  businessNumbers: z.array(businessNumberSchema).min(1),
  /** The app that the tokens belong to. */
  app: appSchema,
  /** Apps that get the webhooks of the accounts (manage-webhooks). */
  subscribedApps: z.array(appSchema),
  /** The webhook fields that the app is subscribed to (App dashboard, Configuration). */
  webhookFields: z.array(z.string()),
  token: tokenSchema,
  receipts: receiptsSchema,
  redelivery: redeliverySchema,
  rateLimits: rateLimitsSchema,
  serviceWindow: serviceWindowSchema,
  ai: aiSchema,
});

export const settingsPatchSchema = settingsSchema
  .extend({
    receipts: receiptsSchema.partial(),
    redelivery: redeliverySchema.partial(),
    rateLimits: rateLimitsSchema.partial(),
    serviceWindow: serviceWindowSchema.partial(),
    ai: aiSchema.partial(),
    token: tokenSchema.partial(),
  })
  .partial();

export type BusinessNumber = z.infer<typeof businessNumberSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Meta's figures, except that receipts and redeliveries are quick enough to wait for in a test. */
export const defaultSettings: Settings = {
  webhookUrl: null,
  appSecret: "simulator-app-secret",
  accessTokens: ["simulator-access-token"],
  businessNumbers: [
    { phoneNumberId: "106540352242922", displayPhoneNumber: "15550783881", wabaId: "102290129340398" },
  ],
  app: { id: "670843887433847", name: "Simulated App" },
  subscribedApps: [{ id: "670843887433847", name: "Simulated App" }],
  webhookFields: [
    "messages",
    "account_update",
    "phone_number_quality_update",
    "message_template_status_update",
    "message_template_quality_update",
    "user_preferences",
    "smb_message_echoes",
  ],
  token: {
    isValid: true,
    expiresAt: 0,
    dataAccessExpiresAt: 0,
    scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
  },
  receipts: {
    sentMs: 20,
    deliveredMs: 60,
    readMs: 120,
    autoRead: false,
    batchMax: 1,
    batchWindowMs: 10,
    echoOpaqueOnFailed: true,
  },
  redelivery: { firstMs: 200, maxMs: 10_000, giveUpAfterMs: 7 * DAY_MS, timeoutMs: 10_000, concurrency: 128 },
  rateLimits: { numberPerSecond: 80, pairIntervalMs: 6000, pairBurst: 45 },
  serviceWindow: { isEnforced: true, lengthMs: DAY_MS },
  ai: { keys: null, delayMs: 0 },
};

function merge(base: Settings, patch: SettingsPatch): Settings {
  return {
    ...base,
    ...patch,
    receipts: { ...base.receipts, ...patch.receipts },
    redelivery: { ...base.redelivery, ...patch.redelivery },
    rateLimits: { ...base.rateLimits, ...patch.rateLimits },
    serviceWindow: { ...base.serviceWindow, ...patch.serviceWindow },
    ai: { ...base.ai, ...patch.ai },
    token: { ...base.token, ...patch.token },
  };
}

/** The settings in force. Everything reads `current` at the moment of use, so a change holds at once. */
export class SettingsStore {
  current: Settings;
  readonly #initial: Settings;

  constructor(patch: SettingsPatch) {
    this.#initial = settingsSchema.parse(merge(defaultSettings, patch));
    this.current = this.#initial;
  }

  patch(patch: SettingsPatch): void {
    this.current = merge(this.current, patch);
  }

  restore(): void {
    this.current = this.#initial;
  }

  businessNumber(phoneNumberId: string): BusinessNumber | undefined {
    return this.current.businessNumbers.find((number) => number.phoneNumberId === phoneNumberId);
  }

  /** The first one unless told otherwise; one that is not known here belongs to the first one's account. */
  numberFor(phoneNumberId: string | undefined): BusinessNumber {
    const first = this.firstBusinessNumber;
    if (phoneNumberId === undefined) return first;
    return this.businessNumber(phoneNumberId) ?? { ...first, phoneNumberId };
  }

  get firstBusinessNumber(): BusinessNumber {
    return this.current.businessNumbers[0] ?? (defaultSettings.businessNumbers[0] as BusinessNumber);
  }
}
