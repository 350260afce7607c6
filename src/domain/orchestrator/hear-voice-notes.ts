import { transcribeVoiceNotes } from "@/domain/media";
import type { Turn } from "@/domain/outbound";
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
  const heard = await transcribeVoiceNotes({ organizationId, jobId, contactId, messageIds, signal });
  const history = turn.history.map((message) => {
    const transcript = heard.get(message.id);
    return transcript === undefined ? message : { ...message, transcript };
  });
  return { ...question, turn: { ...turn, history } };
}
