import { prisma } from "@/infra/database/prisma";
import { isAppError } from "@/lib/errors";
import { isSealedAnew, openSecret, sealSecret } from "./endpoint-secret";

interface ResealedSecrets {
  /** Sealed anew under SESSION_SECRET. */
  resealed: number;
  /** Endpoints whose secret neither SESSION_SECRET opens: give each another one. */
  unreadable: string[];
}

/** Seals every endpoint's secret with the current SESSION_SECRET; safe to repeat and with traffic running. @throws NOT_CONFIGURED. */
export async function resealSecrets(): Promise<ResealedSecrets> {
  const result: ResealedSecrets = { resealed: 0, unreadable: [] };
  for (const { id, secretSealed, previousSecretSealed } of await prisma().webhookEndpoint.findMany()) {
    const sealed = [secretSealed, previousSecretSealed].filter((each) => each !== null);
    if (sealed.every(isSealedAnew)) continue;
    try {
      const [current = "", previous] = sealed.map((each) => sealSecret(id, openSecret(id, each)));
      const { count } = await prisma().webhookEndpoint.updateMany({
        where: { id, secretSealed, previousSecretSealed },
        data: { secretSealed: current, previousSecretSealed: previous ?? null },
      });
      result.resealed += count;
    } catch (error) {
      if (!isAppError(error) || error.code !== "NOT_CONFIGURED") throw error;
      result.unreadable.push(id);
    }
  }
  return result;
}
