import type { AiTurnStep, AskedStep, FindingStep, StoredTurn, ToolStep } from "@/domain/ai-turns";
import type { ToolTier } from "../tools/tool";
import { count, dollars, quote, seconds } from "./words";

export interface StoryEvent {
  /** Epoch milliseconds. */
  at: number;
  text: string;
}

const MAX = 200;

const failures: Record<string, string> = {
  TIMEOUT: "did not answer in time",
  ABORTED: "was not waited for any longer",
  CONNECTION: "could not be reached, or broke off",
  MALFORMED: "sent something that is no answer",
};

const afterFinding: Record<FindingStep["then"], string> = {
  repair: "the bot was told, and asked once more",
  next: "the next provider was asked",
  handover: "it was not sent, and a person is to answer",
  cut: "it was cut at the end of a sentence",
};

/** What was decided when a reply was about to be sent. */
const decisions: Record<string, string> = {
  send: "Nothing forbade the reply: it was to be sent.",
  superseded: "The customer had written again meanwhile: the reply was not sent, and the bot thought again.",
  human: "A person had taken over: the bot's reply was not sent.",
  opted_out: "The customer wants no messages: the reply was not sent.",
  window_closed: "More than 24 hours had passed since the customer's last message: the reply was not sent.",
  group: "Nothing is sent to groups: the reply was not sent.",
  marketing_opted_out: "The customer wants no marketing: the reply was not sent.",
  silent:
    "The customer had been told before that a person takes over: nothing more was said, and people were told again.",
  duplicate: "Meta had the reply already: it was not sent again.",
  unknown: "Nobody knew whether Meta had the reply from an earlier attempt: it was not sent again blindly.",
  pair_rate: "This customer had been sent as much as Meta lets through: the reply waited.",
  number_paused: "Meta had slowed the number down: the reply waited.",
  number_stopped: "The number is stopped: the reply waited.",
  number_rate: "The number was sending as much as Meta lets through: the reply waited.",
};

const outcomes: Partial<Record<StoredTurn["outcome"], string>> = {
  thinking: "It has not finished, or its process died and nobody has gone on yet.",
  unavailable: "No answer could be had.",
  not_asked:
    "No provider was asked: all of them had failed several times in a row and are left alone for a while.",
  aborted: "The conversation had moved on: the thought was given up.",
  abandoned: "The process that was thinking died, and nobody went on with it.",
};

/** A turn of the bot, in sentences. */
export function describeTurn(turn: StoredTurn): StoryEvent[] {
  const { startedAt, steps, decision, decidedAt, effectsAt, outcome, reason, endedAt } = turn;
  const events: StoryEvent[] = [{ at: startedAt, text: beginning(turn) }];
  let at = startedAt;
  for (const step of steps) {
    if (step.kind === "asked") at = Math.max(at, step.at);
    events.push({ at, text: describeStep(step) });
  }
  const ended = outcomes[outcome];
  if (ended)
    events.push({ at: endedAt ?? at, text: [ended, reason && `(${reason})`].filter(Boolean).join(" ") });
  if (decision !== null && decidedAt !== null)
    events.push({ at: decidedAt, text: decisions[decision] ?? `It was decided: ${decision}.` });
  if (effectsAt !== null) events.push({ at: effectsAt, text: "What its tools had asked for was written." });
  return events;
}

function beginning({ purpose, inputs, personaVersion }: StoredTurn): string {
  const who = purpose === "rerun" ? "An operator had the bot think it over again" : "The bot began to think";
  const { messageIds, unansweredMessageIds, leftOutCount, cutMessageIds, passages } = inputs;
  const read = `It read ${count(messageIds.length, "message")}, ${unansweredMessageIds.length} of them unanswered`;
  const parts = [
    leftOutCount > 0 && `${count(leftOutCount, "older one")} left out`,
    cutMessageIds.length > 0 && `${cutMessageIds.length} shown in part`,
    personaVersion !== null && `persona ${personaVersion}`,
  ].filter(Boolean);
  const titles = [...new Set(passages.map(({ title }) => title))];
  const knowledge = titles.length > 0 ? ` It was shown what the business says in ${titles.join(", ")}.` : "";
  return `${who}. ${[read, ...parts].join(", ")}.${knowledge}`;
}

function describeStep(step: AiTurnStep): string {
  switch (step.kind) {
    case "asked":
      return describeAsked(step);
    case "tool":
      return describeTool(step);
    case "finding":
      return `  The answer had something wrong with it (${step.codes.join(", ")}): ${afterFinding[step.then]}.`;
    case "skipped":
      return step.why === "budget"
        ? `  ${step.provider} was not asked: the day's budget is used up.`
        : `  ${step.provider} was not asked: it had failed several times in a row and is left alone for a while.`;
  }
}

function describeAsked(step: AskedStep): string {
  const who = `${step.provider} (${step.model})`;
  const took = seconds(step.elapsedMs);
  if (step.errorCode !== null) {
    const what = failures[step.errorCode] ?? `refused (${step.errorCode})`;
    return `${who} ${what}, after ${took}.`;
  }
  const cost = step.costMicroUsd === null ? "at a price nobody knows" : `for ${dollars(step.costMicroUsd)}`;
  const tokens = `${step.inputTokens} tokens in, ${step.outputTokens} out`;
  const called = step.toolCalls.map(({ name }) => name).join(", ");
  const said = step.content.trim() === "" ? "" : ` It wrote: ${quote(step.content, MAX)}`;
  const broken = step.finishReason === "length" ? " The answer broke off, it was too long." : "";
  const late = step.isLate ? " It came too late: another process had the job." : "";
  const tools = called === "" ? "" : ` It called: ${called}.`;
  return `${who} answered after ${took} ${cost} (${tokens}).${tools}${said}${broken}${late}`;
}

const tierWords: Record<ToolTier | "unknown", string> = {
  read: "looked something up",
  write: "noted something to be written",
  reply: "added something to the reply",
  handover: "called for a person",
  unknown: "called something that is not there",
};

function describeTool({ name, tier, arguments: given, error, passages }: ToolStep): string {
  const call = `  It ${tierWords[tier]} (${name}: ${inWords(given)})`;
  if (error !== null) return `${call}, which was refused: ${error}`;
  if (!passages) return `${call}.`;
  const titles = [...new Set(passages.map(({ title }) => title))].join(", ");
  return `${call}, and found ${passages.length === 0 ? "nothing" : titles}.`;
}

/** reason “She asked for it”, urgency “high” */
function inWords(given: unknown): string {
  if (typeof given !== "object" || given === null) return "no arguments that can be read";
  const words = Object.entries(given).map(([name, value]) => {
    return `${name} ${quote(typeof value === "string" ? value : JSON.stringify(value), MAX)}`;
  });
  return words.length > 0 ? words.join(", ") : "no arguments";
}
