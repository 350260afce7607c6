// Blue ticks and "typing" (Meta, typing-indicators, messages/mark-message-as-read): what a person would show while reading and
// thinking. Worth a call, never worth a delay: nothing waits for these, and nothing fails with them.

import { isSelfTest } from "@/domain/conversations";
import { integrationToken } from "@/domain/integrations";
import type { Claim, Turn } from "@/domain/outbound";
import { markAsRead } from "@/infra/whatsapp/mark-as-read";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";

/** Meta marks nothing older as read (Meta, messages/mark-message-as-read). */
const AGE_MAX_MS = 30 * 86_400_000;

/** What the customer sees of one job being worked. */
export class Reading {
  readonly #jobId: number;
  #hasFailed = false;

  constructor({ job }: Claim) {
    this.#jobId = job.id;
  }

  /** The message is taken up. */
  pickedUp(turn: Turn): void {
    if (env().READ_RECEIPTS === "always") void this.#show(turn, false);
  }

  /** The AI is thinking. @returns what to call when it does not any more. */
  thinking(turn: Turn): () => void {
    const { READ_RECEIPTS, TYPING_AFTER_MS } = env();
    if (READ_RECEIPTS === "off") return () => undefined;
    const timer = setTimeout(() => void this.#show(turn, true), TYPING_AFTER_MS);
    return () => clearTimeout(timer);
  }

  async #show({ customer, integration, newestInbound, readAt }: Turn, isTyping: boolean): Promise<void> {
    if (newestInbound === null || customer.isGroup || isSelfTest(customer)) return;
    if (readAt - newestInbound.sentAt > AGE_MAX_MS) return;
    try {
      const accessToken = integrationToken(integration);
      const { wamid } = newestInbound;
      const { phoneNumberId } = integration;
      const problem = await markAsRead({ phoneNumberId, accessToken, wamid, isTyping });
      if (problem) this.#tell(problem);
    } catch (error) {
      // Without a token there is nothing to show either; the send says so in its own way.
      this.#tell(describeError(error));
    }
  }

  #tell(error: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    log("warn", "[JOB-RUNNER] Could not show that the message is read", { jobId: this.#jobId, error });
  }
}
