import { mergeContacts, unmergeContacts } from "@/domain/contacts";
import { inOrganization } from "@/infra/database/in-organization";
import type { Agent } from "./agent";
import { asConflict } from "./as-conflict";
import { requireOwn } from "./require-own";

export interface Merge {
  mergeId: number;
  /** False: both are being answered just now; it is done as soon as one of them is not. */
  isDone: boolean;
}

const doneBefore = {
  name: "merge_done_before",
  text: `
  SELECT g.id FROM "ContactMerge" g JOIN "Contact" a ON a.id = g."absorbedId"
  WHERE g."organizationId" = $1 AND g."survivorId" = $2 AND g."absorbedId" = $3 AND g.status = 'done'
    AND a."mergedIntoId" = g."survivorId"
  ORDER BY g.id DESC LIMIT 1`,
};

/** Makes one customer of two: `id` becomes part of `intoId`. Safe to repeat. @throws NOT_FOUND; CONFLICT when they cannot be one. */
export async function mergeCustomers(agent: Agent, id: number, intoId: number): Promise<Merge> {
  const { organizationId } = agent;
  await requireOwn(agent, "Contact", id);
  await requireOwn(agent, "Contact", intoId);
  const [before] = await inOrganization(organizationId, (ask) =>
    ask<{ id: number }>(doneBefore, [organizationId, intoId, id]),
  );
  if (before) return { mergeId: before.id, isDone: true };
  return asConflict("These are not two customers any more, or never were.", () =>
    mergeContacts(intoId, id, agent.actor),
  );
}

/** Takes a merge back. @throws NOT_FOUND; CONFLICT when it cannot be. */
export async function unmergeCustomers(
  agent: Agent,
  mergeId: number,
): Promise<{ survivorId: number; absorbedId: number }> {
  await requireOwn(agent, "ContactMerge", mergeId);
  return asConflict("This merge is undone already, was never carried out, or is not the last one.", () =>
    unmergeContacts(mergeId, agent.actor),
  );
}
