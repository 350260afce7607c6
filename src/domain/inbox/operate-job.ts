// What people can do with jobs. Each is the verb of src/domain/outbound, for jobs of their organization only, and a row that is
// there but not in the state for it is a conflict.

import { type Rerun, type RerunRequest, rerunTurn } from "@/domain/orchestrator";
import { cancelJob, confirmSent, resendUncertain, retryJob } from "@/domain/outbound";
import { inOrganization } from "@/infra/database/in-organization";
import type { Agent } from "./agent";
import { asConflict } from "./as-conflict";
import { notFound, requireOwn } from "./require-own";

interface Known extends Record<string, unknown> {
  status: string;
  retryId: number | null;
}

const statement = {
  name: "job_of_organization",
  text: `
  SELECT j.status, (SELECT t.id FROM "OutboundJob" t WHERE t."retryOfId" = j.id) AS "retryId"
  FROM "OutboundJob" j WHERE j."organizationId" = $1 AND j.id = $2`,
};

/** Tries an ended job again, as a new one. Asked again, it is the same retry. @returns the new job. @throws NOT_FOUND, CONFLICT. */
export async function retryOwnJob(agent: Agent, id: number): Promise<number> {
  const { retryId } = await look(agent, id);
  if (retryId !== null) return retryId;
  const words = "Only a failed or cancelled job is tried again, and only if Meta cannot have its message.";
  return asConflict(words, () => retryJob(id, agent.actor));
}

/** Ends a waiting or uncertain job: nothing more is sent for it. Safe to repeat. @throws NOT_FOUND, CONFLICT. */
export async function cancelOwnJob(agent: Agent, id: number): Promise<number> {
  const { status } = await look(agent, id);
  if (status === "cancelled") return id;
  await asConflict("Only a waiting or uncertain job can be cancelled.", () => cancelJob(id, agent.actor));
  return id;
}

/** Vouches that the customer has the message. Safe to repeat. @throws NOT_FOUND; CONFLICT when nothing is uncertain. */
export async function confirmOwnJob(agent: Agent, id: number): Promise<number> {
  const { status } = await look(agent, id);
  if (status === "done") return id;
  await asConflict("Nothing about this job is uncertain.", () => confirmSent(id, agent.actor));
  return id;
}

/** Sends once more what may have been sent, marked as a possible duplicate. @throws NOT_FOUND; CONFLICT when nothing is uncertain. */
export async function resendOwnJob(agent: Agent, id: number): Promise<number> {
  await requireOwn(agent, "OutboundJob", id);
  await asConflict("Nothing about this job is uncertain.", () => resendUncertain(id, agent.actor));
  return id;
}

/** Has the bot think over a turn again; nothing is sent. @throws NOT_FOUND, INVALID_INPUT; CONFLICT without such a turn. */
export async function rerunOwnJob(agent: Agent, request: RerunRequest): Promise<Rerun> {
  await requireOwn(agent, "OutboundJob", request.jobId);
  return asConflict("The bot has not thought about this, or its persona has no such version.", () =>
    rerunTurn(request),
  );
}

async function look({ organizationId }: Agent, id: number): Promise<Known> {
  const [job] = await inOrganization(organizationId, (ask) => ask<Known>(statement, [organizationId, id]));
  if (!job) throw notFound("OutboundJob", id);
  return job;
}
