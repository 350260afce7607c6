import type { EffectSeen, History, JobSeen, SendSeen } from "./history";

/** A part of a reply that Meta has accepted. */
export interface Accepted {
  /** Its place in the order in which Meta accepted everything. */
  index: number;
  ledgerId: string;
  jobId: number;
  part: number;
  text: string;
}

/** The history by what is asked of it: which job answers a message, and what Meta has accepted for that job. */
export class Answers {
  readonly jobs: JobSeen[];
  readonly accepted: Accepted[];
  /** Accepted by Meta, and not in the ledger at all. */
  readonly strange: EffectSeen[];
  readonly #jobs: Map<number, JobSeen>;
  readonly #byWamid: Map<string, JobSeen>;
  readonly #byJob: Map<number, Accepted[]>;

  constructor({ jobs, sends, effects }: History) {
    const ledger = new Map(sends.map((send) => [send.ledgerId, send]));
    const sendOf = ({ ledgerId }: EffectSeen) => (ledgerId === undefined ? undefined : ledger.get(ledgerId));
    this.jobs = jobs;
    this.accepted = effects.flatMap((effect, index) => {
      const send: SendSeen | undefined = sendOf(effect);
      if (!send) return [];
      const { ledgerId, jobId, part } = send;
      return [{ index, ledgerId, jobId, part, text: effect.text }];
    });
    this.strange = effects.filter((effect) => !sendOf(effect));
    this.#jobs = new Map(jobs.map((job) => [job.id, job]));
    this.#byWamid = new Map(jobs.map((job) => [job.wamid, job]));
    this.#byJob = groupBy(this.accepted, ({ jobId }) => jobId);
  }

  jobFor(wamid: string): JobSeen | undefined {
    return this.#byWamid.get(wamid);
  }

  /** The job whose reply answers this one: the job itself, unless it went into another. */
  leadOf(job: JobSeen): JobSeen {
    const lead = job.coalescedIntoId === null ? undefined : this.#jobs.get(job.coalescedIntoId);
    return lead && lead.id !== job.id ? this.leadOf(lead) : job;
  }

  acceptedFor(jobId: number): Accepted[] {
    return this.#byJob.get(jobId) ?? [];
  }
}

export function groupBy<Key, Value>(values: Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
