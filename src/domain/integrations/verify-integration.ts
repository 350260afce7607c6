import { prisma } from "@/infra/database/prisma";
import {
  askForNumbers,
  askForSubscribedApps,
  type NumberFacts,
  type TokenFacts,
} from "@/infra/whatsapp/account-questions";
import { AppError, describeError, isAppError } from "@/lib/errors";
import { checkAccess } from "./check-access";
import { checkApp } from "./check-app";
import { fail, type IntegrationCheck, notRead, pass, warn } from "./integration-check";
import { integrationToken } from "./integration-token";

/** What is looked at, as it is stored. */
interface Stored {
  id: string;
  phoneNumberId: string;
  accessTokenEncrypted: string | null;
  displayPhoneNumber: string | null;
  wabaId: string | null;
}

/**
 * Compares a business number with what Meta says of it: token, permissions, number, account, quality and who gets its
 * webhooks. Stores what is learned. @throws NOT_FOUND.
 */
export async function verifyIntegration(phoneNumberId: string): Promise<IntegrationCheck[]> {
  const stored: Stored | null = await prisma().integration.findUnique({ where: { phoneNumberId } });
  if (!stored) throw new AppError("NOT_FOUND", `No integration has the number ${phoneNumberId}`);
  const accessToken = tokenOf(stored);
  if (typeof accessToken !== "string") return [accessToken];
  const { checks, token, number } = await checkAccess(phoneNumberId, accessToken);
  // Without the number nothing else can be asked, and its line says why.
  if (!token || !number) return checks;
  const account = await checkAccount(stored, token, accessToken);
  const display = checkDisplayNumber(stored, number);
  await learn(stored, { number, wabaId: account.wabaId });
  const rest = [display, checkQuality(number), ...(await checkApp(token.app_id)), account.check];
  if (account.wabaId === undefined) return [...checks, ...rest];
  return [
    ...checks,
    ...rest,
    await checkSubscription({ phoneNumberId, wabaId: account.wabaId }, token, accessToken),
  ];
}

function tokenOf(stored: Stored): string | IntegrationCheck {
  try {
    return integrationToken(stored);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const mend = `npm run integrations -- rotate ${stored.phoneNumberId}`;
    return fail("access token", describeError(error), mend);
  }
}

const digitsOf = (number: string) => number.replace(/\D/g, "");

/** Brazil's ninth digit, Mexico's 1 and Argentina's 9 come and go: the end of a number says whose it is. */
function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [digitsOf(one), digitsOf(other)];
  return a === b || (a.slice(0, 2) === b.slice(0, 2) && a.slice(-8) === b.slice(-8));
}

function checkDisplayNumber(
  { phoneNumberId, displayPhoneNumber }: Stored,
  number: NumberFacts,
): IntegrationCheck {
  const name = "display number";
  const told = number.display_phone_number;
  if (told === undefined) return { name, status: "note", detail: "Meta does not tell it" };
  if (displayPhoneNumber === null) return pass(name, `${told}, now known here`);
  if (isSameNumber(displayPhoneNumber, told)) return pass(name, told);
  const mend = `Is ${phoneNumberId} the number you mean (WhatsApp > API setup)? If it is: npm run integrations -- set ${phoneNumberId} --display-number ${digitsOf(told)}`;
  return fail(name, `stored is ${displayPhoneNumber}, Meta says ${told}`, mend);
}

function checkQuality({ quality_rating: quality = "UNKNOWN" }: NumberFacts): IntegrationCheck {
  const name = "quality";
  const mend = "WhatsApp Manager > Insights: what do people block or report?";
  if (quality === "RED") return fail(name, "low: Meta may restrict the number", mend);
  if (quality === "YELLOW") return warn(name, "medium", mend);
  if (quality === "GREEN") return pass(name, "high");
  return { name, status: "note", detail: "not rated yet" };
}

/** The account that the number belongs to: the stored one, else one of those the token is for. */
async function checkAccount(
  { phoneNumberId, wabaId }: Stored,
  { granular_scopes }: TokenFacts,
  accessToken: string,
): Promise<{ check: IntegrationCheck; wabaId?: string }> {
  const name = "account";
  const give = `WhatsApp > API setup tells the account's id: npm run integrations -- set ${phoneNumberId} --waba <id>`;
  const targets = granular_scopes
    .filter(({ scope }) => scope === "whatsapp_business_management")
    .flatMap(({ target_ids = [] }) => target_ids);
  const candidates = wabaId === null ? [...new Set(targets)] : [wabaId];
  for (const candidate of candidates) {
    const reading = await askForNumbers(candidate, accessToken);
    if (reading.kind === "read" && reading.value.includes(phoneNumberId)) {
      const detail = wabaId === null ? `${candidate}, now known here` : candidate;
      return { check: pass(name, detail), wabaId: candidate };
    }
    if (reading.kind !== "read" && (wabaId !== null || reading.kind === "unread"))
      return { check: notRead(name, reading, give) };
  }
  if (wabaId !== null) return { check: fail(name, `the number is not in the account ${wabaId}`, give) };
  const detail =
    candidates.length === 0 ? "the token names no account" : "in no account that the token is for";
  return { check: { name, status: "unknown", detail, mend: give } };
}

/** Verified and silent: somebody's app gets the webhooks, only not ours (chatwoot#15079). */
async function checkSubscription(
  { phoneNumberId, wabaId }: { phoneNumberId: string; wabaId: string },
  { app_id: ours }: TokenFacts,
  accessToken: string,
): Promise<IntegrationCheck> {
  const name = "webhooks";
  const subscribe = `npm run integrations -- subscribe ${phoneNumberId}`;
  if (ours === undefined)
    return { name, status: "unknown", detail: "Meta does not say whose app the token is" };
  const reading = await askForSubscribedApps(wabaId, accessToken);
  if (reading.kind !== "read") return notRead(name, reading, subscribe);
  const apps = reading.value;
  if (apps.some(({ id }) => id === ours)) return pass(name, `go to the app ${ours}`);
  const others = apps.map(({ id, name: other }) => (other ? `${other} (${id})` : id)).join(", ");
  const detail = others
    ? `go to ${others}, and not to ours (${ours})`
    : `no app gets them, also not ours (${ours})`;
  return fail(
    name,
    detail,
    `${subscribe}; and App dashboard > WhatsApp > Configuration: subscribe to messages`,
  );
}

/** Only what nobody has said otherwise: a stored number or account stays until a person changes it. */
async function learn(
  { id, displayPhoneNumber, wabaId }: Stored,
  told: { number: NumberFacts; wabaId: string | undefined },
): Promise<void> {
  const { quality_rating: qualityRating, display_phone_number: display } = told.number;
  await prisma().integration.update({
    where: { id },
    data: {
      qualityRating,
      ...(displayPhoneNumber === null && display ? { displayPhoneNumber: digitsOf(display) } : {}),
      ...(wabaId === null && told.wabaId ? { wabaId: told.wabaId } : {}),
    },
  });
}
