import type { Changes } from "./changes";
import { type Listener, liveHub } from "./hub";
import { readChanges } from "./read-changes";

export interface Following {
  /** Where whoever follows stands, also when nothing has changed for a while. */
  cursor(): string | null;
  stop(): void;
}

/**
 * Tells what has changed since a cursor, and from then on what changes, in that order. The first thing told may be empty: it
 * brings the cursor. @throws when the database is away; nothing was told then.
 */
export async function followChanges(
  { organizationId, after }: { organizationId: string; after?: string | undefined },
  tell: Listener,
): Promise<Following> {
  const hub = liveHub();
  // What is told while the gap is read comes after it.
  let waiting: Changes[] | null = [];
  const listen: Listener = (changes) => {
    if (waiting) waiting.push(changes);
    else tell(changes);
  };
  const stop = await hub.listen(organizationId, listen);
  try {
    tell(await readChanges(organizationId, after));
  } catch (error) {
    stop();
    throw error;
  }
  for (const changes of waiting) tell(changes);
  waiting = null;
  return { cursor: () => hub.cursor, stop };
}
