import { z } from "zod";
import { done, instant, operation } from "./operation";

const byUuid = z.object({ id: z.uuid() });
const hours = z.object({ from: z.string(), to: z.string() });
const businessHours = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));
const token = z.string().trim().min(8).max(2_000);
const metaId = z.string().regex(/^\d{5,20}$/, "is not an id of Meta's, which has digits only");

const integration = z.object({
  id: z.string(),
  name: z.string(),
  phoneNumberId: z.string(),
  displayPhoneNumber: z.string().nullable(),
  wabaId: z.string().nullable(),
  portfolioId: z.string().nullable(),
  status: z.enum(["ACTIVE", "DISABLED", "STOPPED"]),
  /** Meta's: GREEN, YELLOW, RED or UNKNOWN. */
  qualityRating: z.string().nullable(),
  isDefault: z.boolean(),
  /** Where its access token comes from; the token itself is never told. */
  token: z.enum(["stored", "environment", "none"]),
  sendsPerSecond: z.int(),
  pausedUntil: instant.nullable(),
  stoppedCode: z.string().nullable(),
  stoppedReason: z.string().nullable(),
  stoppedAt: instant.nullable(),
  templatesSyncedAt: instant.nullable(),
  templates: z.object({ approved: z.int(), others: z.int() }),
  lastInboundAt: instant.nullable(),
  timeZone: z.string().nullable(),
  quietHours: hours.nullable(),
  businessHours: businessHours.nullable(),
});

/** One thing that has to hold at Meta; its name is fixed, its detail is Meta's or ours. */
const check = z.object({
  name: z.string(),
  status: z.enum(["pass", "note", "warn", "fail", "unknown"]),
  detail: z.string(),
});
const checks = z.object({ checks: z.array(check) });

export const listNumbers = operation({
  method: "GET",
  path: "/api/inbox/integrations",
  summary: "The organization's business numbers, and where Meta has to send their webhooks.",
  role: "admin",
  answer: z.object({
    integrations: z.array(integration),
    /** Null: APP_URL is not set. */
    webhookUrl: z.string().nullable(),
    /** Whether tokens can be stored: SESSION_SECRET is set. */
    canStoreTokens: z.boolean(),
  }),
});

export const checkNumber = operation({
  method: "POST",
  path: "/api/inbox/integrations/check",
  summary: "Whether Meta takes an access token for a number. Nothing is stored.",
  role: "admin",
  body: z.strictObject({ phoneNumberId: metaId, accessToken: token }),
  answer: checks.extend({
    displayPhoneNumber: z.string().nullable(),
    verifiedName: z.string().nullable(),
    /** Somebody has it already. */
    isKnown: z.boolean(),
  }),
});

export const addNumber = operation({
  method: "POST",
  path: "/api/inbox/integrations",
  summary: "Adds a business number with its access token, which is stored sealed and never told again.",
  role: "admin",
  body: z.strictObject({
    phoneNumberId: metaId,
    accessToken: token,
    name: z.string().trim().min(1).max(200),
    timeZone: z.string().max(64).optional(),
  }),
  answer: z.object({ id: z.string() }),
});

export const changeNumber = operation({
  method: "PATCH",
  path: "/api/inbox/integrations/{id}",
  summary: "Changes a number's name, account, rate or hours; what is left out stays, null takes hours away.",
  role: "admin",
  params: byUuid,
  body: z.strictObject({
    name: z.string().trim().min(1).max(200).optional(),
    wabaId: metaId.optional(),
    portfolioId: metaId.optional(),
    displayPhoneNumber: z.string().max(30).optional(),
    sendsPerSecond: z.int().min(1).max(1_000).optional(),
    timeZone: z.string().max(64).nullable().optional(),
    quietHours: hours.nullable().optional(),
    businessHours: businessHours.nullable().optional(),
  }),
  answer: done,
});

export const verifyNumber = operation({
  method: "POST",
  path: "/api/inbox/integrations/{id}/verify",
  summary:
    "Compares a number with what Meta says of it: token, permissions, number, account, quality, webhooks.",
  role: "admin",
  params: byUuid,
  answer: checks,
});

export const subscribeNumber = operation({
  method: "POST",
  path: "/api/inbox/integrations/{id}/subscribe",
  summary: "Has Meta send the webhooks of the number's account to our app.",
  role: "admin",
  params: byUuid,
  answer: done,
});

export const replaceToken = operation({
  method: "POST",
  path: "/api/inbox/integrations/{id}/token",
  summary: "Replaces a number's access token once Meta says that the new one is good for it.",
  role: "admin",
  params: byUuid,
  body: z.strictObject({ accessToken: token }),
  answer: done,
});

export const pauseNumber = operation({
  method: "POST",
  path: "/api/inbox/integrations/{id}/pause",
  summary: "Sends nothing of a number any more: messages are taken in, and their jobs wait.",
  role: "admin",
  params: byUuid,
  answer: done,
});

export const resumeNumber = operation({
  method: "POST",
  path: "/api/inbox/integrations/{id}/resume",
  summary: "Lets a number send again that was paused, or stopped by what Meta answered.",
  role: "admin",
  params: byUuid,
  answer: done,
});

export const listNumberTemplates = operation({
  method: "GET",
  path: "/api/inbox/integrations/{id}/templates",
  summary: "A number's templates as they were last read from Meta, and which is chosen for what.",
  role: "admin",
  params: byUuid,
  answer: z.object({
    templates: z.array(
      z.object({
        name: z.string(),
        language: z.string(),
        status: z.string(),
        category: z.string(),
        rejectedReason: z.string().nullable(),
        qualityScore: z.string().nullable(),
        header: z.string().nullable(),
        body: z.string(),
        footer: z.string(),
        /** What its body has to be filled with. */
        places: z.array(z.string()),
      }),
    ),
    chosen: z.array(
      z.object({
        purpose: z.string(),
        name: z.string(),
        language: z.string(),
        parameters: z.unknown(),
        /** Why it could not be sent now. */
        problem: z.string().nullable(),
      }),
    ),
  }),
});

export const syncNumberTemplates = operation({
  method: "POST",
  path: "/api/inbox/integrations/{id}/templates/sync",
  summary: "Reads a number's templates from Meta.",
  role: "admin",
  params: byUuid,
  answer: z.object({ listed: z.int(), gone: z.int(), unreadable: z.int() }),
});

export const chooseNumberTemplate = operation({
  method: "PUT",
  path: "/api/inbox/integrations/{id}/templates/chosen",
  summary: "Uses a template for a purpose: `reply` goes out when the window has closed before the answer.",
  role: "admin",
  params: byUuid,
  body: z.strictObject({
    purpose: z.enum(["reply"]),
    name: z.string().min(1).max(512),
    language: z.string().min(2).max(20),
    /** As Meta's template messages have them; texts may hold {{customer_name|…}} and {{business_name}}. */
    parameters: z.record(z.string(), z.unknown()),
  }),
  answer: z.object({ preview: z.string() }),
});

export const dropNumberTemplate = operation({
  method: "DELETE",
  path: "/api/inbox/integrations/{id}/templates/chosen",
  summary: "Uses no template for a purpose any more.",
  role: "admin",
  params: byUuid,
  query: z.object({ purpose: z.enum(["reply"]) }),
  answer: done,
});
