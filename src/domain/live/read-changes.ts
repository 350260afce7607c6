import { CHANGES_MAX, readSinceHorizon } from "./change-feed";
import { type Changes, loadChanges, nothing, reset } from "./changes";
import { readCursor, writeCursor } from "./cursor";
import { KEPT_MS } from "./hub";

/** What has changed since a cursor; without one only where to go on from. */
export async function readChanges(organizationId: string, after?: string): Promise<Changes> {
  const from = after === undefined || after === "" ? undefined : readCursor(after);
  const reading = await readSinceHorizon(from?.horizon ?? null, organizationId);
  const cursor = writeCursor(reading);
  if (from === undefined) return nothing(cursor);
  const isKnown =
    from !== null &&
    from.epoch === reading.epoch &&
    from.horizon <= reading.horizon &&
    reading.at - from.at <= KEPT_MS;
  if (!isKnown || reading.changes.length > CHANGES_MAX) return reset(cursor);
  return loadChanges(organizationId, reading.changes, cursor);
}
