import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { secretsMatch, signatureMatches } from "@/lib/secrets";

/**
 * Lets only what Meta has signed pass. Without an app secret nothing can be told apart, so nothing passes, unless
 * WHATSAPP_ALLOW_UNSIGNED says that this is wanted. The previous secret still counts while it is being replaced, and a
 * line says so: when the lines stop, it can go.
 * @throws UNAUTHORIZED or NOT_CONFIGURED.
 */
export function verifySignature(body: Uint8Array, header: string | null): void {
  const { WHATSAPP_APP_SECRET, WHATSAPP_APP_SECRET_PREVIOUS, WHATSAPP_ALLOW_UNSIGNED } = env();
  const secrets = [WHATSAPP_APP_SECRET, WHATSAPP_APP_SECRET_PREVIOUS].filter(
    (secret) => secret !== undefined,
  );
  const secretIndex = secrets.findIndex((secret) => signatureMatches(body, header, secret));
  if (secretIndex > 0) log("info", "[WEBHOOK] Signed with an earlier app secret", { secretIndex });
  if (secretIndex >= 0) return;
  if (secrets.length === 0 && WHATSAPP_ALLOW_UNSIGNED) return;
  if (secrets.length === 0) {
    const publicMessage = "Webhooks are not accepted: WHATSAPP_APP_SECRET is not set.";
    throw new AppError("NOT_CONFIGURED", "WHATSAPP_APP_SECRET is not set", { publicMessage });
  }
  const problem =
    header === null ? "X-Hub-Signature-256 is missing." : "X-Hub-Signature-256 does not match the body.";
  throw new AppError("UNAUTHORIZED", problem, { publicMessage: problem });
}

/**
 * Meta's handshake (Meta, webhooks/create-webhook-endpoint): the challenge goes back when the token is ours.
 * @throws FORBIDDEN.
 */
export function answerHandshake(query: URLSearchParams): string {
  const challenge = query.get("hub.challenge") ?? "";
  const isOurs = secretsMatch(query.get("hub.verify_token"), env().WHATSAPP_VERIFY_TOKEN);
  if (query.get("hub.mode") === "subscribe" && isOurs) return challenge;
  throw new AppError("FORBIDDEN", "hub.verify_token does not match", {
    publicMessage: "The verify token does not match.",
  });
}
