import { type MediaKind, maxBytesToSend, mediaKinds, typesToSend } from "./media-kind";

/** What may be sent as each kind, for whoever chooses a file. */
export function sendingLimits(): { kind: MediaKind; bytesMax: number; types: string[] }[] {
  return mediaKinds.map((kind) => ({ kind, bytesMax: maxBytesToSend(kind), types: typesToSend(kind) }));
}
