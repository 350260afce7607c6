// A history in a few words: customers write, jobs answer, Meta accepts.

import type { EffectSeen, History, JobSeen, SendSeen } from "../../../../scripts/chaos/history";

export function job(id: number, fields: Partial<JobSeen> = {}): JobSeen {
  return {
    id,
    wamid: `wamid.${id}`,
    conversationId: 1,
    messageId: id * 10,
    status: "done",
    errorCode: null,
    coalescedIntoId: null,
    isHeld: false,
    parts: 1,
    isFallback: false,
    resends: 0,
    ...fields,
  };
}

export function send(jobId: number, fields: Partial<SendSeen> = {}): SendSeen {
  const part = fields.part ?? 1;
  return {
    ledgerId: `ledger-${jobId}-${part}`,
    jobId,
    part,
    status: "accepted",
    settledBy: "answer",
    wasUnknown: false,
    receiptAt: null,
    ...fields,
  };
}

/** Meta accepts a send; the text quotes the messages of these jobs, its own when none is given. */
export function accepts({ ledgerId, jobId }: SendSeen, quoted: number[] = [jobId], at = 0): EffectSeen {
  return { ledgerId, at, text: quoted.map((id) => `You wrote: “[q${id}] hello”`).join(" ") };
}

/** Every job has been written by a customer; what is not given follows from the jobs. */
export function history(parts: Pick<History, "jobs"> & Partial<History>): History {
  const { jobs } = parts;
  const written = jobs.map(({ id, wamid }) => ({ wamid, customer: "551190", marker: `[q${id}]` }));
  const sends = parts.sends ?? jobs.filter((one) => one.coalescedIntoId === null).map(({ id }) => send(id));
  return { written, sends, effects: sends.map((one) => accepts(one)), ...parts };
}
