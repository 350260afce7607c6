import { randomBytes } from "node:crypto";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isSealedWith, open, seal } from "@/lib/seal";

/** What signs (Standard Webhooks: 24 to 64 random bytes, in base64 behind whsec_). */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** Both secrets of an endpoint are bound to its row, not to their column: rotation moves one to the other. */
export function sealSecret(endpointId: string, secret: string): string {
  return seal(secret, contextOf(endpointId), sessionSecret());
}

export function openSecret(endpointId: string, sealed: string): string {
  return open(sealed, contextOf(endpointId), [env().SESSION_SECRET, env().SESSION_SECRET_PREVIOUS]);
}

/** Whether it is sealed with the SESSION_SECRET of now. */
export function isSealedAnew(sealed: string): boolean {
  return isSealedWith(sealed, sessionSecret());
}

function contextOf(endpointId: string): string {
  return `WebhookEndpoint:${endpointId}:secret`;
}

function sessionSecret(): string {
  const { SESSION_SECRET } = env();
  if (!SESSION_SECRET) throw new AppError("NOT_CONFIGURED", "SESSION_SECRET is not set");
  return SESSION_SECRET;
}
