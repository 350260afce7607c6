import { silentVoiceNote } from "./ogg-opus";

/** Small and real: what tells a file's kind, size or length by its bytes finds what the name says. */
export interface ExampleFile {
  mimeType: string;
  base64: string;
  filename?: string;
}

export const VOICE_NOTE_SECONDS = 12;

const JPEG_HEADER = "ffd8ffe000104a46494600010100000100010000";

/** Baseline, 8 by 8, one component, all of it the middle grey: one code for "no difference", one for "end of block". */
function greyJpeg(): Buffer {
  const quantisation = `ffdb004300${"01".repeat(64)}`;
  const frame = "ffc0000b080008000801011100";
  const oneCode = "01".padEnd(32, "0");
  const tables = `ffc4001400${oneCode}00ffc4001410${oneCode}00`;
  const scan = "ffda0008010100003f003f";
  return Buffer.from(`${JPEG_HEADER}${quantisation}${frame}${tables}${scan}ffd9`, "hex");
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
}

/** Brand, header and no track: enough for whoever asks for kind and length, which is five seconds. */
function emptyVideo(): Buffer {
  const header = Buffer.alloc(100);
  header.writeUInt32BE(1000, 12);
  header.writeUInt32BE(5000, 16);
  header.writeUInt32BE(0x00_01_00_00, 20);
  header.writeUInt16BE(0x01_00, 24);
  for (const [offset, value] of [
    [36, 0x00_01_00_00],
    [52, 0x00_01_00_00],
    [68, 0x40_00_00_00],
    [96, 1],
  ] as const)
    header.writeUInt32BE(value, offset);
  const brand = Buffer.from("isom\0\0\x02\0isommp42", "latin1");
  return Buffer.concat([box("ftyp", brand), box("moov", box("mvhd", header)), box("mdat")]);
}

/** One empty page, with a cross-reference table that is right. */
function onePagePdf(): Buffer {
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 4\n0000000000 65535 f \n${rows}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

/** Twenty frames of MPEG-1 layer III at 32 kbit/s and 44.1 kHz, silent: a header each, then nothing. */
function silentMp3(): Buffer {
  const frame = Buffer.concat([Buffer.from("fffb10c0", "hex"), Buffer.alloc(100)]);
  return Buffer.concat(Array.from({ length: 20 }, () => frame));
}

const file = (mimeType: string, bytes: Buffer, filename?: string): ExampleFile => ({
  mimeType,
  base64: bytes.toString("base64"),
  filename,
});

export const exampleFiles = {
  jpeg: file("image/jpeg", greyJpeg()),
  png: {
    mimeType: "image/png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  },
  sticker: { mimeType: "image/webp", base64: "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==" },
  video: file("video/mp4", emptyVideo()),
  voiceNote: file("audio/ogg; codecs=opus", silentVoiceNote(VOICE_NOTE_SECONDS)),
  music: file("audio/mpeg", silentMp3()),
  document: file("application/pdf", onePagePdf(), "invoice.pdf"),
} satisfies Record<string, ExampleFile>;

const BY_TYPE: Record<string, ExampleFile> = {
  image: exampleFiles.jpeg,
  sticker: exampleFiles.sticker,
  video: exampleFiles.video,
  audio: exampleFiles.voiceNote,
  voice: exampleFiles.voiceNote,
};

/** The file of a customer who sends one of a type without saying which. */
export function exampleFileOf(type: string): ExampleFile {
  return BY_TYPE[type] ?? exampleFiles.document;
}
