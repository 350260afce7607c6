import type { Turn } from "@/domain/outbound";

/** Why this customer looks like another bot; null when it does not. */
export function findBotLoop(_turn: Turn): string | null {
  return null;
}
