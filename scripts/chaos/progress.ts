import type { Database, QueueCounts } from "./database";
import type { Fire } from "./fire";
import type { Load } from "./load";
import { repeat } from "./repeat";
import type { WireFaults } from "./wire-faults";

const EVERY_MS = 3_000;

interface Watched {
  database: Database;
  load: Load;
  fire: Fire;
  wire: WireFaults;
}

/** A line every few seconds: how far it is. */
export function showProgress(
  { database, load, fire, wire }: Watched,
  say: (line: string) => void,
): { stop(): Promise<void> } {
  const startedAt = performance.now();
  return repeat(EVERY_MS, async () => {
    const counts = await database.counts().catch(() => undefined);
    const onTheWire = Object.values(await wire.counts()).reduce((sum, count) => sum + count, 0);
    const faults = fire.struck.filter(({ hasHit }) => hasHit).length + onTheWire;
    const time = clock(performance.now() - startedAt);
    say(`  ${time}  received ${pad(load.written.length)}  ${describe(counts)}  faults ${faults}`);
  });
}

/** Minutes and seconds. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

function describe(counts: QueueCounts | undefined): string {
  if (!counts) return "(the database is away)".padEnd(46);
  const { done, waiting, uncertain } = counts;
  return `answered ${pad(done)}  waiting ${pad(waiting)}  uncertain ${pad(uncertain)}`;
}

function pad(count: number): string {
  return String(count).padStart(5);
}
