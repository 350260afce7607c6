// Small files of each type, real enough for whoever looks at their bytes.

export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
export const webp = Buffer.from("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==", "base64");
export const jpeg = Buffer.concat([
  Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex"),
  Buffer.alloc(64),
  Buffer.from("ffd9", "hex"),
]);
export const mp4 = Buffer.from("AAAAGGZ0eXBtcDQyAAAAAG1wNDJpc29t", "base64");
export const amr = Buffer.concat([Buffer.from("#!AMR\n"), Buffer.alloc(32, 0x3c)]);
export const pdf = Buffer.from(
  "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n",
);
export const html = Buffer.from("<!doctype html><script>alert(document.cookie)</script>");
export const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`);
export const program = Buffer.concat([
  Buffer.from("4d5a90000300000004000000ffff0000", "hex"),
  Buffer.alloc(512),
]);
export const oldWord = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(504)]);
export const text = Buffer.from("Olá, são duas páginas.\nEnd.\n");

/** A voice note of so many seconds: Opus in Ogg (RFC 7845), as WhatsApp records it. */
export function voiceNote(seconds: number, channels = 1): Buffer {
  const head = Buffer.alloc(19);
  head.write("OpusHead", 0, "latin1");
  head.writeUInt8(1, 8);
  head.writeUInt8(channels, 9);
  head.writeUInt32LE(48_000, 12);
  const tags = Buffer.concat([Buffer.from("OpusTags", "latin1"), Buffer.alloc(8)]);
  const sound = Buffer.alloc(120, 0xfc);
  return Buffer.concat([
    oggPage({ type: 2, granule: 0, number: 0, packet: head }),
    oggPage({ type: 0, granule: 0, number: 1, packet: tags }),
    oggPage({ type: 4, granule: seconds * 48_000, number: 2, packet: sound }),
  ]);
}

function oggPage({
  type,
  granule,
  number,
  packet,
}: {
  type: number;
  granule: number;
  number: number;
  packet: Buffer;
}) {
  const header = Buffer.alloc(28);
  header.write("OggS", 0, "latin1");
  header.writeUInt8(type, 5);
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(7, 14);
  header.writeUInt32LE(number, 18);
  header.writeUInt8(1, 26);
  header.writeUInt8(packet.length, 27);
  return Buffer.concat([header, packet]);
}
