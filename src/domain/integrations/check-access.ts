import {
  askAboutNumber,
  askAboutToken,
  type NumberFacts,
  type TokenFacts,
} from "@/infra/whatsapp/account-questions";
import { fail, type IntegrationCheck, notRead, pass, warn } from "./integration-check";

const DAY_MS = 24 * 60 * 60 * 1000;
const END_IS_NEAR_DAYS = 7;
const END_IS_COMING_DAYS = 30;

/** Meta, access tokens: sending and receiving need the first, templates and subscriptions the second. */
const PERMISSIONS = ["whatsapp_business_messaging", "whatsapp_business_management"];

const SYSTEM_USERS = "Business settings > Users > System users";

/** What is known of a number and its token after asking Meta for both. */
export interface Access {
  checks: IntegrationCheck[];
  token?: TokenFacts;
  number?: NumberFacts;
}

/** Whether Meta takes an access token, what it may do, for how long, and whether it reaches the number. */
export async function checkAccess(phoneNumberId: string, accessToken: string): Promise<Access> {
  const renew = `${SYSTEM_USERS} > Generate token, then: npm run integrations -- rotate ${phoneNumberId}`;
  const asked = await askAboutToken(accessToken);
  if (asked.kind !== "read") return { checks: [notRead("access token", asked, renew)] };
  const token = asked.value;
  if (!token.is_valid) {
    const detail = `Meta says: ${token.error?.message ?? "not valid"}`;
    return { checks: [fail("access token", detail, renew)], token };
  }
  const reading = await askAboutNumber(phoneNumberId, accessToken);
  const checks = [checkEnd(token, renew), checkPermissions(token, renew)];
  if (reading.kind !== "read") {
    const mend = `${SYSTEM_USERS} > Assign assets > WhatsApp accounts; and compare the id with WhatsApp > API setup`;
    return { checks: [...checks, notRead("number", reading, mend)], token };
  }
  return { checks: [...checks, checkNumber(reading.value)], token, number: reading.value };
}

/** Access to data ends by itself for users' tokens; 0 = never (Facebook Login, debug_token). */
function checkEnd({ expires_at, data_access_expires_at }: TokenFacts, renew: string): IntegrationCheck {
  const name = "access token";
  const ends = [expires_at, data_access_expires_at].filter((seconds) => seconds > 0);
  if (ends.length === 0) return pass(name, "valid, without end");
  const end = new Date(Math.min(...ends) * 1000);
  const days = Math.floor((end.getTime() - Date.now()) / DAY_MS);
  const detail = `valid until ${end.toISOString().slice(0, 16)} UTC`;
  if (days < END_IS_NEAR_DAYS) return fail(name, `${detail}: that is too soon`, renew);
  return days < END_IS_COMING_DAYS ? warn(name, detail, renew) : pass(name, detail);
}

function checkPermissions({ scopes }: TokenFacts, renew: string): IntegrationCheck {
  const missing = PERMISSIONS.filter((permission) => !scopes.includes(permission));
  if (missing.length === 0) return pass("permissions", PERMISSIONS.join(", "));
  return fail("permissions", `missing: ${missing.join(", ")}`, `Tick them there: ${renew}`);
}

/** Statuses of which sending still works, if not as it should. */
const LIMITED = ["FLAGGED", "RESTRICTED", "RATE_LIMITED"];

function checkNumber(number: NumberFacts): IntegrationCheck {
  const {
    status = "UNKNOWN",
    code_verification_status: code = "VERIFIED",
    platform_type,
    verified_name,
  } = number;
  const name = "number";
  const manager = "WhatsApp Manager > Account tools > Phone numbers";
  if (platform_type !== undefined && platform_type !== "CLOUD_API")
    return fail(name, `it is not on the Cloud API (${platform_type})`, `${manager}: register it`);
  if (code === "NOT_VERIFIED")
    return fail(name, "nobody has verified it", `${manager}: verify it by SMS or call`);
  if (LIMITED.includes(status)) return warn(name, `Meta has limited it (${status})`, `${manager} says why`);
  if (status !== "CONNECTED")
    return fail(name, `it is not connected (${status})`, `${manager}: register it with its PIN`);
  return pass(name, `connected${verified_name ? `, ${verified_name}` : ""}`);
}
