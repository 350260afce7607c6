// Whether every customer message was answered once, judged from what happened and not from what the product says of
// itself: only an acceptance by Meta counts, and only a reply that quotes a message has answered it.

import { type Accepted, Answers, groupBy } from "./answers";
import type { History, JobSeen } from "./history";
import type { Written } from "./load";

/** One thing that should not be, with everything that is needed to look into it. */
export interface Finding {
  what: string;
  wamids: string[];
  jobIds: number[];
  ledgerIds: string[];
}

export interface Verdict {
  received: number;
  answered: number;
  /** Left to a person, as the product promises when it cannot know or has no AI; neither answered nor lost. */
  leftToPerson: number;
  lost: Finding[];
  doubled: Finding[];
  misordered: Finding[];
}

type Fate = { kind: "answered" } | { kind: "left to a person" } | { kind: "lost"; why: string };

export function judge(history: History): Verdict {
  const answers = new Answers(history);
  const written = [...new Map(history.written.map((message) => [message.wamid, message])).values()];
  const left = conversationsLeftToPerson(answers);
  const fates = written.map((message) => ({ message, fate: fateOf(message, answers, left) }));
  return {
    received: written.length,
    answered: fates.filter(({ fate }) => fate.kind === "answered").length,
    leftToPerson: fates.filter(({ fate }) => fate.kind === "left to a person").length,
    lost: fates.flatMap(({ message, fate }) =>
      fate.kind === "lost" ? [finding(fate.why, answers, { wamids: [message.wamid] })] : [],
    ),
    doubled: findDoubled(written, answers),
    misordered: findMisordered(answers),
  };
}

/** Exit code of a run: nothing may be lost, doubled or out of order. */
export function holds({ lost, doubled, misordered }: Verdict): boolean {
  return lost.length + doubled.length + misordered.length === 0;
}

function fateOf({ wamid, marker }: Written, answers: Answers, left: Set<number>): Fate {
  const job = answers.jobFor(wamid);
  if (!job) return { kind: "lost", why: "the message was never stored" };
  const lead = answers.leadOf(job);
  if (left.has(job.conversationId) && isPersonsTurn(job, lead)) return { kind: "left to a person" };
  if (job.status !== "done") {
    return { kind: "lost", why: `its job is ${job.status}${job.errorCode ? ` (${job.errorCode})` : ""}` };
  }
  if (lead.status !== "done") return { kind: "lost", why: `it is done with a job that is ${lead.status}` };
  const accepted = answers.acceptedFor(lead.id);
  const parts = new Set(accepted.map(({ part }) => part));
  if (parts.size === 0) return { kind: "lost", why: "its job is done, and Meta has accepted nothing for it" };
  if (parts.size < lead.parts) return { kind: "lost", why: "Meta has accepted only some parts of the reply" };
  if (accepted.some(({ text }) => text.includes(marker))) return { kind: "answered" };
  return { kind: "lost", why: "the reply that counts for it has not seen it" };
}

/** Held because a second outcome was unknown, handed over because no AI could be asked. */
function conversationsLeftToPerson({ jobs }: Answers): Set<number> {
  return new Set(
    jobs.filter(({ isHeld, isFallback }) => isHeld || isFallback).map((job) => job.conversationId),
  );
}

function isPersonsTurn(job: JobSeen, lead: JobSeen): boolean {
  return lead.isHeld || lead.isFallback || job.errorCode === "HUMAN_TAKEOVER";
}

function findDoubled(written: Written[], answers: Answers): Finding[] {
  const byLedger = groupBy(answers.accepted, ({ ledgerId }) => ledgerId);
  const byPart = groupBy(answers.accepted, ({ jobId, part }) => `${jobId} ${part}`);
  const distinctLedgers = (sends: Accepted[]) => new Set(sends.map(({ ledgerId }) => ledgerId)).size;
  return [
    ...[...byLedger.values()]
      .filter((sends) => sends.length > 1)
      .map((sends) => finding("Meta has accepted one idempotency key twice", answers, { sends })),
    ...[...byPart.values()]
      .filter((sends) => distinctLedgers(sends) > 1)
      .map((sends) =>
        finding("sent again under a new key although Meta had accepted it", answers, { sends }),
      ),
    ...answers.strange.map(({ ledgerId }) => ({
      what: "Meta has accepted what the ledger does not know",
      wamids: [],
      jobIds: [],
      ledgerIds: ledgerId === undefined ? [] : [ledgerId],
    })),
    ...findAnsweredTwice(written, answers),
  ];
}

/** Messages that the replies of two jobs quote. */
function findAnsweredTwice(written: Written[], answers: Answers): Finding[] {
  const quoting = new Map<string, Accepted[]>();
  for (const accepted of answers.accepted) {
    for (const [marker] of accepted.text.matchAll(/\[q\d+\]/g)) {
      quoting.set(marker, [...(quoting.get(marker) ?? []), accepted]);
    }
  }
  return written.flatMap(({ wamid, marker }) => {
    const sends = quoting.get(marker) ?? [];
    if (new Set(sends.map(({ jobId }) => jobId)).size < 2) return [];
    return [finding("the replies of two jobs answer it", answers, { wamids: [wamid], sends })];
  });
}

/**
 * In every conversation replies come in the order of the messages they answer, and the parts of a reply in theirs. What
 * was accepted twice counts where it was accepted first: that it is doubled is said elsewhere.
 */
function findMisordered(answers: Answers): Finding[] {
  const followers = groupBy(answers.jobs, (job) => answers.leadOf(job).id);
  const conversationOf = new Map(answers.jobs.map(({ id, conversationId }) => [id, conversationId]));
  const findings: Finding[] = [];
  for (const sends of groupBy(answers.accepted, ({ jobId }) => conversationOf.get(jobId)).values()) {
    let before: { sends: Accepted; part: number; lastMessageId: number } | undefined;
    for (const send of firstOfEachPart(sends)) {
      const messageIds = (followers.get(send.jobId) ?? []).map(({ messageId }) => messageId);
      const isSameReply = before?.sends.jobId === send.jobId;
      const isLate = isSameReply
        ? send.part <= (before?.part ?? 0)
        : Math.min(...messageIds) <= (before?.lastMessageId ?? 0);
      if (isLate && before) {
        const what = isSameReply ? "parts of a reply out of order" : "a later message was answered before";
        findings.push(finding(what, answers, { sends: [before.sends, send] }));
      }
      const lastMessageId = Math.max(before?.lastMessageId ?? 0, ...messageIds);
      before = { sends: send, part: send.part, lastMessageId };
    }
  }
  return findings;
}

function firstOfEachPart(sends: Accepted[]): Accepted[] {
  const first = new Map<string, Accepted>();
  for (const send of sends) {
    const key = `${send.jobId} ${send.part}`;
    if (!first.has(key)) first.set(key, send);
  }
  return [...first.values()];
}

function finding(
  what: string,
  answers: Answers,
  { wamids = [], sends = [] }: { wamids?: string[]; sends?: Accepted[] },
): Finding {
  const jobs = wamids.flatMap((wamid) => answers.jobFor(wamid) ?? []);
  const jobIds = [...jobs.map(({ id }) => id), ...jobs.map((job) => answers.leadOf(job).id)];
  return {
    what,
    wamids,
    jobIds: [...new Set([...jobIds, ...sends.map(({ jobId }) => jobId)])],
    ledgerIds: [...new Set(sends.map(({ ledgerId }) => ledgerId))],
  };
}
