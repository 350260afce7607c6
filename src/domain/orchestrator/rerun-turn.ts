// A turn of the past thought over again, with another model or persona: nothing is sent, and no effect is carried out. It is
// booked as `rerun`, and counts towards the day's spending of the organization, whose budget does not stop it.

import { type AiTurnStep, readTurnsOfJob } from "@/domain/ai-turns";
import { type Reply, readablePart, readTurnAgain } from "@/domain/outbound";
import { getPersona, type Persona, parsePersona } from "@/domain/persona";
import { providerOf } from "@/infra/ai/providers";
import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { orchestrate } from "./orchestrate";

export interface RerunRequest {
  jobId: number;
  /** provider/model; absent: as it would be asked now. */
  model?: string;
  /** Of the same organization; absent: the one it had then. */
  personaVersion?: number;
}

interface Side {
  turnId: string;
  outcome: string;
  parts: string[];
  provider: string | null;
  model: string | null;
  personaVersion: number | null;
  handover: string | null;
  tools: string[];
  costMicroUsd: number;
}

export interface Rerun {
  jobId: number;
  before: Side;
  after: Side;
}

const jobStatement = {
  name: "rerun_job",
  text: `SELECT "organizationId", reply FROM "OutboundJob" WHERE id = $1`,
};

/** @throws NOT_FOUND when the job, its turn or the persona is not there; INVALID_INPUT for a model that cannot be asked. */
export async function rerunTurn({ jobId, model, personaVersion }: RerunRequest): Promise<Rerun> {
  if (model !== undefined && !providerOf(model)) {
    const publicMessage = `${model} is not provider/model, or that provider has no key`;
    throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
  }
  const [job] = await run<{ organizationId: string; reply: Reply | null }>(jobStatement, [jobId]);
  const turns = (await readTurnsOfJob(jobId)).filter(({ purpose }) => purpose === "reply");
  const past = turns.find(({ id }) => id === job?.reply?.turnId) ?? turns.at(-1);
  if (!job || !past) throw new AppError("NOT_FOUND", `Job ${jobId} has no turn of the bot`);
  const { inputs, seenCount, startedAt } = past;
  const turn = await readTurnAgain(jobId, { ...inputs, seenCount, startedAt });
  if (!turn) throw new AppError("NOT_FOUND", `No job ${jobId}`);
  const { organizationId } = job;
  const version = personaVersion ?? past.personaVersion;
  const persona: Persona = version === null ? parsePersona(null) : await getPersona(organizationId, version);
  const thought = await orchestrate({
    job: { id: jobId, organizationId },
    turn,
    signal: new AbortController().signal,
    purpose: "rerun",
    overrides: { model, persona },
  });
  const reply = "reply" in thought ? thought.reply : null;
  const said = job.reply?.turnId === past.id ? job.reply : null;
  return {
    jobId,
    before: {
      ...sideOf(past.steps, said),
      turnId: past.id,
      outcome: past.outcome,
      personaVersion: past.personaVersion,
    },
    after: {
      ...sideOf(thought.steps, reply),
      turnId: thought.turnId,
      outcome: thought.kind === "reply" && reply?.handover ? "handover" : thought.kind,
      personaVersion: persona.version,
    },
  };
}

function sideOf(steps: AiTurnStep[], reply: Reply | null) {
  const asked = steps.filter((step) => step.kind === "asked");
  const last = asked.at(-1);
  return {
    parts: reply ? reply.parts.map((part) => readablePart(part) ?? "") : [last?.content ?? ""],
    provider: last?.provider ?? null,
    model: last?.model ?? null,
    handover: reply?.handover?.reason ?? null,
    tools: steps.flatMap((step) => (step.kind === "tool" ? step.name : [])),
    costMicroUsd: asked.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0),
  };
}
