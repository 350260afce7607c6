import type { Reply } from "@/domain/outbound";
import { env } from "@/lib/env";
import { askNext } from "./ask-next";
import { carryOutTools } from "./carry-out-tools";
import { finishAnswer, handOver } from "./finish-answer";
import type { Ended, Thinking } from "./thinking";

/** Asks, carries out what is called, and asks again, until there is a reply or none can be had. */
export async function converse(thinking: Thinking): Promise<{ kind: "reply"; reply: Reply } | Ended> {
  const { AI_ROUNDS_MAX } = env();
  for (let round = 1; round <= AI_ROUNDS_MAX; round += 1) {
    const asked = await askNext(thinking);
    if (asked.kind !== "answered") return asked;
    const { step } = asked;
    if (step.toolCalls.length > 0) {
      const handover = await carryOutTools(thinking, step);
      if (handover) return { kind: "reply", reply: handOver(thinking, handover, step) };
      continue;
    }
    const reply = finishAnswer(thinking, step);
    if (reply) return { kind: "reply", reply };
  }
  const reason = `The bot had no answer after ${AI_ROUNDS_MAX} rounds`;
  return { kind: "reply", reply: handOver(thinking, { reason }) };
}
