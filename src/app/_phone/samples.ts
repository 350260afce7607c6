// What a customer can send besides words: messages as the simulator takes them.

import type { PhoneMessage } from "./world";

export const sampleNames = [
  "photo",
  "voice",
  "video",
  "document",
  "sticker",
  "location",
  "contact",
  "order",
  "ad",
  "forwarded",
  "unsupported",
] as const;

export type SampleName = (typeof sampleNames)[number];

/** The webhook of the simulator's catalogue that stands for each. */
const examples: Record<Exclude<SampleName, "ad">, string> = {
  photo: "message.image",
  voice: "message.voice",
  video: "message.video",
  document: "message.document",
  sticker: "message.sticker",
  location: "message.location",
  contact: "message.contacts",
  order: "message.order",
  forwarded: "message.text.forwarded",
  unsupported: "message.unsupported.poll_creation",
};

/** The request that sends a sample. */
export function sampleRequest(
  name: SampleName,
  sender: Record<string, unknown>,
  text: string,
): { name: string; requests: Record<string, unknown>[] } {
  const example = name === "ad" ? "message.text.ad" : examples[name];
  const caption = text.trim() === "" ? {} : { text };
  return { name: example, requests: [{ ...sender, ...caption }] };
}

export interface Choice {
  title: string;
  description?: string;
  /** What tapping it sends. */
  content: Record<string, unknown>;
  type: "interactive" | "button";
}

interface Interactive {
  action?: {
    buttons?: { reply?: { id: string; title: string } }[];
    sections?: { title?: string; rows?: { id: string; title: string; description?: string }[] }[];
  };
}

/** What can be tapped under a message of the business. */
export function choicesOf({ payload }: PhoneMessage): Choice[] {
  const { action } = (payload.interactive ?? {}) as Interactive;
  const buttons = (action?.buttons ?? []).flatMap(({ reply }) => reply ?? []);
  const rows = (action?.sections ?? []).flatMap((section) => section.rows ?? []);
  return [
    ...buttons.map((reply) => ({
      title: reply.title,
      type: "interactive" as const,
      content: { type: "button_reply", button_reply: reply },
    })),
    ...rows.map((row) => ({
      title: row.title,
      description: row.description,
      type: "interactive" as const,
      content: { type: "list_reply", list_reply: row },
    })),
  ];
}

/** A file that somebody has chosen, as the simulator takes it. */
export async function fileMessage(file: File): Promise<Record<string, unknown>> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const mimeType = file.type || "application/octet-stream";
  const [family] = mimeType.split("/");
  const isMedia = family === "image" || family === "video" || family === "audio";
  return {
    type: isMedia ? family : "document",
    media: { mimeType, base64: btoa(binary), filename: file.name },
  };
}
