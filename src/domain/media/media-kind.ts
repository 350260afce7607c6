// What Meta allows of each kind of file (Meta, business-phone-numbers/media, supported media types): sizes and
// types of what goes. Of what comes more is taken, as long as they are the kind that was announced.

import { env } from "@/lib/env";

export const mediaKinds = ["image", "video", "audio", "voice", "document", "sticker"] as const;
export type MediaKind = (typeof mediaKinds)[number];

interface Limits {
  maxBytes: number;
  comes: string[] | "anything";
  goes: string[];
}

const KB = 1024;
const MB = 1024 * KB;
const SOUND = ["audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr"];

const limits: Record<MediaKind, Limits> = {
  image: {
    maxBytes: 5 * MB,
    comes: ["image/jpeg", "image/png", "image/webp", "image/gif"],
    goes: ["image/jpeg", "image/png"],
  },
  video: {
    maxBytes: 16 * MB,
    comes: ["video/mp4", "video/3gpp", "video/quicktime"],
    goes: ["video/mp4", "video/3gpp"],
  },
  audio: { maxBytes: 16 * MB, comes: [...SOUND, "audio/wav", "video/3gpp"], goes: SOUND },
  voice: { maxBytes: 16 * MB, comes: [...SOUND, "video/3gpp"], goes: ["audio/ogg"] },
  document: {
    maxBytes: 100 * MB,
    comes: "anything",
    goes: [
      "text/plain",
      "application/pdf",
      "application/msword",
      "application/vnd.ms-excel",
      "application/vnd.ms-powerpoint",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ],
  },
  sticker: { maxBytes: 500 * KB, comes: ["image/webp"], goes: ["image/webp"] },
};

/** The kind of a row; what it does not say is a document. */
export function toMediaKind(kind: string | null): MediaKind {
  return mediaKinds.find((known) => known === kind) ?? "document";
}

/** What may go: Meta's limit, or the operator's where that is lower. */
export function maxBytesToSend(kind: MediaKind): number {
  return Math.min(limits[kind].maxBytes, env().MEDIA_MAX_BYTES);
}

/** What may come: Meta hands on what customers send up to 100 MB (support/error-codes, 131052), more than businesses may send. */
export function maxBytesToTake(): number {
  return Math.min(100 * MB, env().MEDIA_MAX_BYTES);
}

/** Whether a file of this type may come as this kind. */
export function mayCome(kind: MediaKind, type: string): boolean {
  const { comes } = limits[kind];
  return comes === "anything" || comes.includes(type);
}

/** The types of which a file may be sent as this kind. */
export function typesToSend(kind: MediaKind): string[] {
  return limits[kind].goes;
}

/** The kind a file is best sent as, by its type. */
export function kindToSend(type: string): MediaKind {
  if (limits.image.goes.includes(type)) return "image";
  if (limits.sticker.goes.includes(type)) return "sticker";
  if (limits.video.goes.includes(type)) return "video";
  if (limits.audio.goes.includes(type)) return "audio";
  return "document";
}

/** Whether a player would tell how long it is. */
export function hasDuration(kind: MediaKind): boolean {
  return kind === "video" || kind === "audio" || kind === "voice";
}
