// The story of one answer in plain sentences, in the order of time, for somebody who has never seen the code.

import { describeTurn, type StoryEvent } from "./describe-turn";
import type { Story } from "./read-story";
import { count, dollars, quote, seconds } from "./words";

export function tellStory(story: Story): string {
  const events = eventsOf(story).sort((one, other) => one.at - other.at);
  const lines = events.flatMap(({ at, text }, index) => {
    const before = events[index - 1];
    const isNewDay = !before || day(before.at) !== day(at);
    return [...(isNewDay ? ["", `${day(at)} (UTC)`] : []), `${clock(at)}  ${text}`];
  });
  const who = story.mode === "HUMAN" ? ["Now a person speaks in this conversation; the bot is silent."] : [];
  return [headline(story), ...lines, "", ...who, bill(story)].join("\n");
}

function headline(story: Story): string {
  const { job, askedForJobId, business, inbound, turns } = story;
  const messages = inbound.length > 1 ? ` (${count(inbound.length, "message")} in a row)` : "";
  const thoughts = turns.filter(({ purpose }) => purpose === "reply").length;
  const beginning = isUnasked(story)
    ? `the bot was to come back to a customer of ${business}, as agreed.`
    : `a customer wrote to ${business}${messages}.`;
  const sentences = [
    `Job ${job.id}: ${beginning}`,
    isUnasked(story) ? unaskedEnding(story) : ending(story),
    thoughts > 1 && `The bot thought ${thoughts} times.`,
    askedForJobId !== job.id && `The message of job ${askedForJobId} was answered by this job's reply.`,
  ];
  return sentences.filter(Boolean).join(" ");
}

/** A follow-up: no message asked for it. */
function isUnasked({ job, inbound }: Story): boolean {
  return inbound.length === 0 && job.author === "BOT";
}

function unaskedEnding({ job }: Story): string {
  const why = [job.errorCode, job.error].filter(Boolean).join(": ");
  if (job.status === "done") return "It did.";
  if (job.status === "cancelled") return `It was dropped (${why}).`;
  return job.status === "failed" ? `It did not (${why}).` : "It has not yet.";
}

function ending({ job, inbound }: Story): string {
  const asked = Math.min(...inbound.map(({ storedAt }) => storedAt), job.createdAt);
  const why = [job.errorCode, job.error].filter(Boolean).join(": ");
  switch (job.status) {
    case "done":
      return `It was answered within ${seconds((job.completedAt ?? asked) - asked)}.`;
    case "failed":
      return `It was not answered (${why}).`;
    case "cancelled":
      return `The bot did not answer it (${why}).`;
    case "uncertain":
      return "Nobody knows yet whether the customer has the answer.";
    default:
      return why === "" ? "It is not answered yet." : `It is not answered yet (${why}).`;
  }
}

function eventsOf(story: Story): StoryEvent[] {
  return [
    ...arrivals(story),
    ...story.turns.flatMap(describeTurn),
    ...otherCalls(story),
    ...sends(story),
    ...story.receipts.map(({ status, receivedAt, errorCode }) => ({
      at: receivedAt,
      text: `Meta reported: ${status}${errorCode ? ` (${errorCode})` : ""}.`,
    })),
    ...story.notifications.map(({ title, body, createdAt }) => ({
      at: createdAt,
      text: `People were notified: ${title}${body ? ` – ${quote(body)}` : ""}.`,
    })),
    ...story.interventions.map(({ actor, action, createdAt }) => ({
      at: createdAt,
      text: `${actor} did: ${action.replaceAll("_", " ")}.`,
    })),
  ];
}

function arrivals({ webhook, inbound, customer }: Story): StoryEvent[] {
  const told = webhook
    ? [{ at: webhook.receivedAt, text: `Meta delivered a webhook with it (${webhook.status}).` }]
    : [];
  const name = customer ?? "The customer";
  const written = inbound.map(({ type, body, sentAt, storedAt }) => {
    const words = body === null ? `sent: ${type}` : `wrote: ${quote(body)}`;
    const late = sentAt !== null && storedAt - sentAt > 5_000 ? `, ${seconds(storedAt - sentAt)} before` : "";
    return { at: storedAt, text: `${name} ${words}${late}.` };
  });
  return [...told, ...written];
}

function otherCalls({ calls }: Story): StoryEvent[] {
  const others = calls.filter(({ isStep }) => !isStep);
  return others.map(({ purpose, provider, model, errorCode, costMicroUsd, estimatedMicroUsd, createdAt }) => {
    const who = `${provider} (${model})`;
    const aside = estimatedMicroUsd === null ? "" : `, about ${dollars(estimatedMicroUsd)}`;
    if (purpose === "reply" || purpose === "rerun") {
      const lost =
        errorCode === "UNKNOWN" ? "Its process died: nobody knows whether it answered" : "It is being asked";
      return { at: createdAt, text: `${who} was asked. ${lost}${aside}.` };
    }
    const cost = costMicroUsd === null ? aside : `, ${dollars(costMicroUsd)}`;
    return { at: createdAt, text: `${who} was used for ${purpose}${cost}.` };
  });
}

function sends({ sends: all }: Story): StoryEvent[] {
  return all.flatMap((send) => {
    const { part, text, startedAt, settledAt, status, settledBy, errorCode, error, unknownAt, attempts } =
      send;
    const again = attempts > 1 ? ` (attempt ${attempts})` : "";
    const begun = {
      at: startedAt,
      text: `Part ${part} was sent to Meta${again}: ${quote(text ?? "no text")}`,
    };
    const outcome: StoryEvent[] = [];
    const took = settledAt === null ? "" : ` after ${seconds(settledAt - startedAt)}`;
    if (unknownAt !== null)
      outcome.push({ at: unknownAt, text: `Nobody knew whether Meta had taken part ${part}.` });
    if (status === "accepted" && settledAt !== null)
      outcome.push({ at: settledAt, text: `Meta took part ${part}${took}, as its ${settledBy} says.` });
    if (status === "refused" && settledAt !== null)
      outcome.push({
        at: settledAt,
        text: `Meta refused part ${part}${took}: ${errorCode} ${error ?? ""}`.trimEnd(),
      });
    return [begun, ...outcome];
  });
}

function bill({ calls }: Story): string {
  const known = calls.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0);
  const open = calls.reduce((sum, { estimatedMicroUsd }) => sum + (estimatedMicroUsd ?? 0), 0);
  const doubt =
    open > 0 ? ` At most about ${dollars(open)} more may have been billed for calls that broke off.` : "";
  return `AI: ${count(calls.length, "call")}, ${dollars(known)}.${doubt}`;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
