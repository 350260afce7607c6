// What can be asked of Meta about a business number, its account and its access token (business-phone-numbers,
// manage-webhooks, Facebook Login: debug_token).

import { z } from "zod";
import { type Reading, readGraph } from "./read-graph";

const TIMEOUT_MS = 10_000;
/** More numbers than an account may have. */
const NUMBERS_MAX = "500";

const seconds = z.number().int().catch(0);

const tokenAnswer = z.object({
  data: z.object({
    app_id: z.string().optional(),
    application: z.string().optional(),
    is_valid: z.boolean(),
    /** Unix seconds; 0 = never. */
    expires_at: seconds,
    data_access_expires_at: seconds,
    scopes: z.array(z.string()).catch([]),
    granular_scopes: z
      .array(z.object({ scope: z.string(), target_ids: z.array(z.string()).optional() }))
      .catch([]),
    error: z.object({ message: z.string() }).optional().catch(undefined),
  }),
});

const word = z.string().optional().catch(undefined);

const numberAnswer = z.object({
  id: z.string(),
  display_phone_number: word,
  verified_name: word,
  quality_rating: word,
  status: word,
  name_status: word,
  platform_type: word,
  code_verification_status: word,
});

const numbersAnswer = z.object({ data: z.array(z.object({ id: z.string() })) });

const appsAnswer = z.object({
  data: z.array(z.object({ whatsapp_business_api_data: z.object({ id: z.string(), name: word }) })),
});

const subscriptionsAnswer = z.object({
  data: z.array(
    z.object({
      object: z.string(),
      callback_url: word,
      active: z.boolean().catch(true),
      fields: z.array(z.object({ name: z.string() })).catch([]),
    }),
  ),
});

export interface AppSubscription {
  callbackUrl: string | undefined;
  fields: string[];
}

export type TokenFacts = z.infer<typeof tokenAnswer>["data"];
export type NumberFacts = z.infer<typeof numberAnswer>;

export async function askAboutToken(accessToken: string): Promise<Reading<TokenFacts>> {
  const query = { input_token: accessToken };
  const reading = await readGraph(
    { path: "debug_token", accessToken, query, timeoutMs: TIMEOUT_MS },
    tokenAnswer,
  );
  return reading.kind === "read" ? { kind: "read", value: reading.value.data } : reading;
}

export function askAboutNumber(phoneNumberId: string, accessToken: string): Promise<Reading<NumberFacts>> {
  const fields = Object.keys(numberAnswer.shape).join(",");
  return readGraph(
    { path: phoneNumberId, accessToken, query: { fields }, timeoutMs: TIMEOUT_MS },
    numberAnswer,
  );
}

/** The ids of the numbers of a WhatsApp Business Account. */
export async function askForNumbers(wabaId: string, accessToken: string): Promise<Reading<string[]>> {
  const query = { fields: "id", limit: NUMBERS_MAX };
  const path = `${wabaId}/phone_numbers`;
  const reading = await readGraph({ path, accessToken, query, timeoutMs: TIMEOUT_MS }, numbersAnswer);
  return reading.kind === "read" ? { kind: "read", value: reading.value.data.map(({ id }) => id) } : reading;
}

/** The apps that get the webhooks of an account. */
export async function askForSubscribedApps(
  wabaId: string,
  accessToken: string,
): Promise<Reading<{ id: string; name?: string | undefined }[]>> {
  const path = `${wabaId}/subscribed_apps`;
  const reading = await readGraph({ path, accessToken, timeoutMs: TIMEOUT_MS }, appsAnswer);
  if (reading.kind !== "read") return reading;
  return { kind: "read", value: reading.value.data.map((one) => one.whatsapp_business_api_data) };
}

/** What the app gets webhooks of, and where. It needs the app's own token, and so its secret. */
export async function askForAppSubscription(
  appId: string,
  appSecret: string,
): Promise<Reading<AppSubscription | null>> {
  const question = { path: `${appId}/subscriptions`, accessToken: `${appId}|${appSecret}` };
  const reading = await readGraph({ ...question, timeoutMs: TIMEOUT_MS }, subscriptionsAnswer);
  if (reading.kind !== "read") return reading;
  const own = reading.value.data.find(
    ({ object, active }) => active && object === "whatsapp_business_account",
  );
  const fields = own?.fields.map(({ name }) => name) ?? [];
  return { kind: "read", value: own ? { callbackUrl: own.callback_url, fields } : null };
}
