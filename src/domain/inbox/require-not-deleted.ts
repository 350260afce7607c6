import type { Agent } from "./agent";
import { composerStateOf } from "./composer-state";
import { forbiddenBy } from "./forbidden-by";

/** @throws NOT_FOUND; CONFLICT: a deleted conversation is restored first. */
export async function requireNotDeleted({ organizationId }: Agent, conversationId: number): Promise<void> {
  const composer = await composerStateOf(organizationId, conversationId);
  if (composer.state === "deleted") throw forbiddenBy(composer);
}
