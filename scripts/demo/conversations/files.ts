// The files of the demo: small, and what their names say.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exampleFiles } from "@/simulator";

export type FileName =
  | "lamp"
  | "voice"
  | "video"
  | "music"
  | "sticker"
  | "receipt"
  | "catalogue"
  | "spreadsheet";

interface DemoFile {
  kind: "image" | "video" | "audio" | "voice" | "document" | "sticker";
  mimeType: string;
  filename: string | null;
  durationMs: number | null;
  bytes: Buffer;
}

const VOICE_NOTE_MS = 12_000;
const VIDEO_MS = 4_000;
const MUSIC_MS = 522;

const read = (name: string) => readFileSync(join(import.meta.dirname, "media", name));
const example = (name: "voiceNote" | "music") => Buffer.from(exampleFiles[name].base64, "base64");
const products = Array.from(
  { length: 60 },
  (_, at) => `LAMP-${String(at + 1).padStart(3, "0")};Lamp ${at + 1};${19 + at}.00`,
);

const makers: Record<FileName, () => DemoFile> = {
  lamp: () => ({
    kind: "image",
    mimeType: "image/jpeg",
    filename: null,
    durationMs: null,
    bytes: read("lamp.jpg"),
  }),
  voice: () => ({
    kind: "voice",
    mimeType: "audio/ogg",
    filename: null,
    durationMs: VOICE_NOTE_MS,
    bytes: example("voiceNote"),
  }),
  video: () => ({
    kind: "video",
    mimeType: "video/mp4",
    filename: null,
    durationMs: VIDEO_MS,
    bytes: read("flicker.mp4"),
  }),
  music: () => ({
    kind: "audio",
    mimeType: "audio/mpeg",
    filename: null,
    durationMs: MUSIC_MS,
    bytes: example("music"),
  }),
  sticker: () => ({
    kind: "sticker",
    mimeType: "image/webp",
    filename: null,
    durationMs: null,
    bytes: read("smile.webp"),
  }),
  receipt: () => ({
    kind: "document",
    mimeType: "application/pdf",
    filename: "receipt-10482.pdf",
    durationMs: null,
    bytes: read("receipt.pdf"),
  }),
  catalogue: () => ({
    kind: "document",
    mimeType: "application/pdf",
    filename: "winter-catalogue.pdf",
    durationMs: null,
    bytes: read("winter-catalogue.pdf"),
  }),
  spreadsheet: () => ({
    kind: "document",
    mimeType: "text/plain",
    filename: "products.csv",
    durationMs: null,
    bytes: Buffer.from(`sku;name;price\n${products.join("\n")}\n`),
  }),
};

export function demoFile(name: FileName): DemoFile {
  return makers[name]();
}
