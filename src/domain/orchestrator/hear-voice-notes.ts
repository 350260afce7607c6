import { transcribeVoiceNotes } from "@/domain/media";
import type { Turn } from "@/domain/outbound";
import { parsePersona } from "@/domain/persona";
import { budgetsUsdOf } from "./budgets";
import type { Question } from "./thinking";

/** The question with what is said in the unanswered voice notes, where that is written down; else as it is. */
export async function hearVoiceNotes(question: Question): Promise<Question> {
  const { turn, job, purpose = "reply", signal } = question;
  const isUnheard = ({ id, type, transcript, isRevoked }: Turn["history"][number]) =>
    turn.unansweredMessageIds.includes(id) && type === "audio" && transcript === null && !isRevoked;
  const messageIds = turn.history.filter(isUnheard).map(({ id }) => id);
  if (purpose !== "reply" || messageIds.length === 0) return question;
  const { organizationId, id: jobId } = job;
  const { contactId } = turn;
  const { organization, contact } = budgetsUsdOf(parsePersona(turn.storedPersona).content);
  const budgets = { organizationMicroUsd: toMicroUsd(organization), contactMicroUsd: toMicroUsd(contact) };
  const heard = await transcribeVoiceNotes({ organizationId, jobId, contactId, messageIds, budgets, signal });
  const history = turn.history.map((message) => {
    const transcript = heard.get(message.id);
    return transcript === undefined ? message : { ...message, transcript };
  });
  return { ...question, turn: { ...turn, history } };
}

function toMicroUsd(usd: number | undefined): number | null {
  return usd === undefined ? null : Math.round(usd * 1_000_000);
}
