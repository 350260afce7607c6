import { parseFile } from "music-metadata";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { within } from "@/lib/within";

export interface Sound {
  durationMs: number | null;
  channels: number | null;
  /** As music-metadata names it: "Opus", "AAC" … */
  codec: string | null;
}

const LIMIT_MS = 5_000;

/** What a player would say of an audio or video file. A file that cannot be read has no duration, and nothing else is lost. */
export async function describeSound(path: string): Promise<Sound> {
  try {
    const { format } = await within(LIMIT_MS, parseFile(path, { duration: true, skipCovers: true }));
    const { duration, numberOfChannels, codec } = format;
    const isKnown = duration !== undefined && Number.isFinite(duration) && duration >= 0 && duration < 1e6;
    return {
      durationMs: isKnown ? Math.round(duration * 1_000) : null,
      channels: numberOfChannels ?? null,
      codec: codec ?? null,
    };
  } catch (error) {
    log("debug", "[MEDIA] No duration", { error: describeError(error) });
    return { durationMs: null, channels: null, codec: null };
  }
}
