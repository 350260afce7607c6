// The two books side by side: what customers wrote and Meta accepted (the simulator's), and what the database says
// about it. Lost and doubled are counted from Meta's side alone; the database only says which send answers whom.

import { rows } from "../support/own-database";
import type { Stage } from "./stage";

interface Send {
  id: string;
  jobId: number;
  part: number;
  key: string;
  status: string;
  settledBy: string | null;
  providerMessageId: string | null;
  messageStatus: string;
  possibleDuplicate: boolean;
}

interface Job {
  id: number;
  wamid: string;
  status: string;
  isHeld: boolean;
  /** The job whose reply answers this one: itself, or the one it was coalesced into. */
  answeredBy: number;
  parts: number;
}

export interface Verdict {
  /** Customer messages without a job, or of whose answer a part was never accepted. */
  lost: number;
  /** Parts of answers that Meta accepted more than once. */
  doubled: number;
  /** Statuses of the jobs, in the order of the messages; `held` for one that waits for a person. */
  jobs: string[];
  /** Statuses of what the inbox shows as written by us, oldest first; marked when the customer may have it twice. */
  messages: string[];
  /** Sends that Meta accepted and the ledger does not say so, or the other way round, or with another message id. */
  disagreements: string[];
  /** Whatever is still under way: running jobs, leases, calls, parked webhooks, receipts without a message. */
  open: string[];
}

export async function readVerdict({ meta, written }: Stage): Promise<Verdict> {
  const [sends, jobs, effects] = await Promise.all([
    readSends(),
    readJobs(),
    meta.effects({ limit: 10_000 }),
  ]);
  const timesAccepted = (jobId: number, part: number) =>
    sends
      .filter((send) => send.jobId === jobId && send.part === part)
      .reduce((total, { id }) => total + effects.filter(({ opaque }) => opaque === id).length, 0);
  const partsOf = ({ answeredBy, parts }: Job) =>
    Array.from({ length: parts }, (_, at) => timesAccepted(answeredBy, at + 1));

  const wamids = [...written.values()].flat();
  const jobOf = new Map(jobs.map((job) => [job.wamid, job]));
  const isAnswered = (job: Job | undefined) => job !== undefined && partsOf(job).every((times) => times > 0);
  const leading = jobs.filter(({ id, answeredBy }) => id === answeredBy);

  return {
    lost: wamids.filter((wamid) => !isAnswered(jobOf.get(wamid))).length,
    doubled: leading.flatMap(partsOf).reduce((total, times) => total + Math.max(0, times - 1), 0),
    jobs: wamids.map((wamid) => statusOf(jobOf.get(wamid))),
    messages: await readMessages(),
    disagreements: [
      ...effects.flatMap(({ opaque, wamid }) => {
        const send = sends.find(({ id }) => id === opaque);
        const agrees = send?.status === "accepted" && send.providerMessageId === wamid;
        return agrees ? [] : [`Meta has ${wamid}, the ledger says ${send?.status ?? "nothing"}`];
      }),
      ...sends
        .filter(({ id, status }) => status === "accepted" && !effects.some(({ opaque }) => opaque === id))
        .map(({ key }) => `the ledger has ${key}, Meta does not`),
    ],
    open: await readOpen(),
  };
}

function statusOf(job: Job | undefined): string {
  if (!job) return "no job";
  return job.isHeld ? "held" : job.status;
}

/** The sends of all jobs, oldest first. */
export function readSends(): Promise<Send[]> {
  return rows<Send & Record<string, unknown>>(`
    SELECT l.id, l."jobId", l.part, l."idempotencyKey" AS key, l.status, l."settledBy", l."providerMessageId",
      m.status AS "messageStatus", m."possibleDuplicate"
    FROM "OutboundMessageLog" l JOIN "Message" m ON m.id = l."messageId" ORDER BY l."startedAt", l.id`);
}

function readJobs(): Promise<Job[]> {
  return rows<Job & Record<string, unknown>>(`
    SELECT j.id, j."inboundProviderMessageId" AS wamid, j.status, j."heldAt" IS NOT NULL AS "isHeld",
      coalesce(j."coalescedIntoId", j.id) AS "answeredBy",
      coalesce(jsonb_array_length(coalesce(lead.reply, j.reply) -> 'parts'), 1) AS parts
    FROM "OutboundJob" j LEFT JOIN "OutboundJob" lead ON lead.id = j."coalescedIntoId" ORDER BY j.id`);
}

async function readMessages(): Promise<string[]> {
  const messages = await rows<{ told: string }>(`
    SELECT status || CASE WHEN "possibleDuplicate" THEN ' (possible duplicate)' ELSE '' END AS told
    FROM "Message" WHERE direction = 'OUTBOUND' ORDER BY id`);
  return messages.map(({ told }) => told);
}

/** What is under way according to the database. */
export async function readOpen(): Promise<string[]> {
  const open = await rows<{ what: string }>(`
    SELECT 'job ' || id || ' ' || status AS what FROM "OutboundJob"
      WHERE status IN ('queued', 'running') OR (status = 'uncertain' AND "heldAt" IS NULL) OR "leaseToken" IS NOT NULL
    UNION ALL SELECT 'call of job ' || "jobId" FROM "OutboundMessageLog" WHERE status = 'sending'
    UNION ALL SELECT 'delivery ' || status FROM webhook_delivery_log WHERE status <> 'ingested'
    UNION ALL SELECT 'receipt ' || status FROM "ReceiptEvent" WHERE "appliedAt" IS NULL`);
  return open.map(({ what }) => what);
}
