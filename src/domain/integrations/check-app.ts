import { askForAppSubscription } from "@/infra/whatsapp/account-questions";
import { env } from "@/lib/env";
import { fail, type IntegrationCheck, pass, warn } from "./integration-check";

/** Without the first nothing arrives; the others are what a number in use has to hear of. */
const FIELDS = [
  "messages",
  "account_update",
  "phone_number_quality_update",
  "message_template_status_update",
  "message_template_quality_update",
  "user_preferences",
];

const CONFIGURATION = "App dashboard > WhatsApp > Configuration";

/** Whether WHATSAPP_APP_SECRET is the app's, and the app hears of what matters, at our address. */
export async function checkApp(appId: string | undefined): Promise<IntegrationCheck[]> {
  const name = "app";
  const { WHATSAPP_APP_SECRET, APP_URL } = env();
  if (!WHATSAPP_APP_SECRET || appId === undefined)
    return [
      { name, status: "note", detail: "WHATSAPP_APP_SECRET is not set here: its webhooks are not looked at" },
    ];
  const reading = await askForAppSubscription(appId, WHATSAPP_APP_SECRET);
  if (reading.kind === "unread") return [{ name, status: "unknown", detail: reading.reason }];
  if (reading.kind === "refused") {
    const detail = `WHATSAPP_APP_SECRET is not the secret of the app ${appId}: every webhook would be refused`;
    return [fail(name, detail, "App dashboard > App settings > Basic > App secret")];
  }
  if (reading.value === null)
    return [fail(name, "it has no webhook", `${CONFIGURATION}: set callback URL and verify token`)];
  const { callbackUrl, fields } = reading.value;
  return [checkFields(fields), ...(APP_URL && callbackUrl ? [checkAddress(callbackUrl, APP_URL)] : [])];
}

function checkFields(fields: string[]): IntegrationCheck {
  const name = "webhook fields";
  const missing = FIELDS.filter((field) => !fields.includes(field));
  const mend = `${CONFIGURATION} > Webhook fields: subscribe to ${missing.join(", ")}`;
  if (missing.includes("messages")) return fail(name, `missing: ${missing.join(", ")}`, mend);
  if (missing.length > 0) return warn(name, `missing: ${missing.join(", ")}`, mend);
  return pass(name, FIELDS.join(", "));
}

/** An account or a number may have another address of its own, so a difference is no failure. */
function checkAddress(callbackUrl: string, appUrl: string): IntegrationCheck {
  const name = "webhook address";
  const ours = `${appUrl}/api/webhooks/whatsapp`;
  if (callbackUrl === ours) return pass(name, ours);
  return warn(name, `Meta sends to ${callbackUrl}, this is ${ours}`, `${CONFIGURATION}: callback URL`);
}
