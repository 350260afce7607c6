import { requireSchema } from "@/domain/schema";
import { MediaError } from "@/infra/media/media-error";
import { env } from "@/lib/env";
import { claimMedia } from "./claim-media";
import { type DownloadOutcome, downloadOne } from "./download-one";

export interface DownloadOptions {
  /** Nothing is begun after this signal. */
  stop?: AbortSignal;
  /** Nothing is begun after this many milliseconds; a serverless host ends the process some time later. */
  timeLimitMs?: number;
  /** How long, in milliseconds, downloads in hand may go on after that; what is still on its way then is handed back. */
  graceMs?: number;
}

export type DownloadCounts = Partial<Record<DownloadOutcome, number>>;

/** What a lease is longer than the attempt it is for: nobody else begins while one might still store its file. */
const LEASE_MARGIN_MS = 60_000;

/**
 * Downloads files until none is due. Any number of processes may do so beside each other. It has no part in any reply: it
 * holds no lock while it waits for Meta, and its connections to Meta are its own.
 * @throws when the database is away, and DB_MISMATCH while its schema is not the one this code relies on.
 */
export async function downloadPendingMedia(options: DownloadOptions = {}): Promise<DownloadCounts> {
  const { stop, timeLimitMs, graceMs = env().SHUTDOWN_GRACE_MS } = options;
  const ending = new AbortController();
  const end = () => ending.abort();
  if (stop?.aborted) end();
  stop?.addEventListener("abort", end);
  const atEnd = timeLimitMs === undefined ? undefined : setTimeout(end, timeLimitMs);
  const given = new AbortController();
  let handBack: NodeJS.Timeout | undefined;
  const giveUp = () => {
    handBack = setTimeout(() => given.abort(new MediaError("STOPPED", "The process ends")), graceMs);
  };
  if (ending.signal.aborted) giveUp();
  ending.signal.addEventListener("abort", giveUp);
  try {
    return await work(ending.signal, given.signal);
  } finally {
    stop?.removeEventListener("abort", end);
    clearTimeout(atEnd);
    clearTimeout(handBack);
  }
}

async function work(ending: AbortSignal, given: AbortSignal): Promise<DownloadCounts> {
  const { MEDIA_CONCURRENCY, MEDIA_TIMEOUT_MS } = env();
  const counts: DownloadCounts = {};
  const failures: unknown[] = [];
  const working = new Set<Promise<void>>();
  const isOver = () => ending.aborted || failures.length > 0;
  while (!isOver()) {
    await requireSchema();
    const free = MEDIA_CONCURRENCY - working.size;
    const claims = free > 0 ? await claimMedia(free, MEDIA_TIMEOUT_MS + LEASE_MARGIN_MS) : [];
    for (const claim of claims) {
      const download = downloadOne(claim, AbortSignal.any([given, AbortSignal.timeout(MEDIA_TIMEOUT_MS)]))
        .then((outcome) => {
          counts[outcome] = (counts[outcome] ?? 0) + 1;
        })
        .catch((error: unknown) => void failures.push(error))
        .finally(() => working.delete(download));
      working.add(download);
    }
    if (working.size === 0) break;
    if (claims.length < free || working.size >= MEDIA_CONCURRENCY) await Promise.race(working);
  }
  await Promise.all(working);
  if (failures.length > 0) throw failures[0];
  return counts;
}
