// What can be attached, and how large it may be: Meta's limits (Meta, business-phone-numbers/media, "Supported media types").

export type AttachmentKind = "image" | "video" | "audio" | "document";

const MB = 1024 * 1024;

export const fileLimits: Record<AttachmentKind, number> = {
  image: 5 * MB,
  video: 16 * MB,
  audio: 16 * MB,
  document: 100 * MB,
};

const kinds: Record<string, AttachmentKind> = {
  "image/jpeg": "image",
  "image/png": "image",
  "video/mp4": "video",
  "video/3gpp": "video",
  "audio/aac": "audio",
  "audio/mp4": "audio",
  "audio/mpeg": "audio",
  "audio/amr": "audio",
  "audio/ogg": "audio",
};

/** As what it is sent; what Meta shows in no other way goes as a document. */
export function attachmentKind(mimeType: string): AttachmentKind {
  return kinds[mimeType.split(";")[0]?.trim().toLowerCase() ?? ""] ?? "document";
}

/** Null: it may be sent. Else what it is and how large it may be. */
export function tooLarge(file: { type: string; size: number }): { kind: AttachmentKind; max: number } | null {
  const kind = attachmentKind(file.type);
  const max = fileLimits[kind];
  return file.size > max ? { kind, max } : null;
}

export const TEXT_MAX = 4_096;
export const CAPTION_MAX = 1_024;
/** The counter appears this close to the limit. */
const COUNTER_FROM = 50;

/** How many are left, as Meta counts (code points); null while there is no need to think of it. */
export function charactersLeft(text: string, max: number): number | null {
  const left = max - [...text].length;
  return left <= COUNTER_FROM ? left : null;
}
