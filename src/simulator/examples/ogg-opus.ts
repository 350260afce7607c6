/** Opus frames of 20 ms, always told in samples of 48 kHz (RFC 7845, 4). */
const FRAME_SAMPLES = 960;
const PRE_SKIP_SAMPLES = 312;
const FRAMES_PER_PAGE = 50;
/** One mono frame of silence: fullband CELT, 20 ms. */
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);
const SERIAL = 0x52_4f_6e_63;
const FIRST_PAGE = 2;
const LAST_PAGE = 4;

/** CRC-32 as Ogg has it: polynomial 0x04c11db7, nothing reflected, nothing inverted (RFC 3533, 6). */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80_00_00_00 ? (crc << 1) ^ 0x04_c1_1d_b7 : crc << 1;
  return crc >>> 0;
});

function crcOf(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return crc;
}

/** One page; every packet is shorter than 255 bytes here, so each is one segment. */
function pageOf(packets: Buffer[], page: { sequence: number; granule: bigint; flags: number }): Buffer {
  const header = Buffer.alloc(27);
  header.write("OggS", 0, "latin1");
  header.writeUInt8(page.flags, 5);
  header.writeBigUInt64LE(page.granule, 6);
  header.writeUInt32LE(SERIAL, 14);
  header.writeUInt32LE(page.sequence, 18);
  header.writeUInt8(packets.length, 26);
  const bytes = Buffer.concat([header, Buffer.from(packets.map(({ length }) => length)), ...packets]);
  bytes.writeUInt32LE(crcOf(bytes), 22);
  return bytes;
}

function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write("OpusHead", 0, "latin1");
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9); // Mono: WhatsApp takes nothing else (business-phone-numbers/media).
  head.writeUInt16LE(PRE_SKIP_SAMPLES, 10);
  head.writeUInt32LE(48_000, 12);
  return head;
}

function opusTags(): Buffer {
  const vendor = "simulator";
  const tags = Buffer.alloc(8 + 4 + vendor.length + 4);
  tags.write("OpusTags", 0, "latin1");
  tags.writeUInt32LE(vendor.length, 8);
  tags.write(vendor, 12, "latin1");
  return tags;
}

/** A whole Ogg/Opus file of silence that plays for exactly so long: the granule of its last page says it. */
export function silentVoiceNote(seconds: number): Buffer {
  const samples = BigInt(Math.round(seconds * 48_000));
  const frameCount = Math.ceil((Number(samples) + PRE_SKIP_SAMPLES) / FRAME_SAMPLES);
  const pages = [
    pageOf([opusHead()], { sequence: 0, granule: 0n, flags: FIRST_PAGE }),
    pageOf([opusTags()], { sequence: 1, granule: 0n, flags: 0 }),
  ];
  for (let done = 0; done < frameCount; ) {
    const packets = Array.from({ length: Math.min(FRAMES_PER_PAGE, frameCount - done) }, () => SILENCE);
    done += packets.length;
    const isLast = done === frameCount;
    const granule = isLast ? samples + BigInt(PRE_SKIP_SAMPLES) : BigInt(done * FRAME_SAMPLES);
    pages.push(pageOf(packets, { sequence: pages.length, granule, flags: isLast ? LAST_PAGE : 0 }));
  }
  return Buffer.concat(pages);
}
