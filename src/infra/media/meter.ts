import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MediaError } from "./media-error";

export interface Measured {
  sizeBytes: number;
  /** Hex. */
  sha256: string;
}

interface Writing {
  maxBytes: number;
  signal?: AbortSignal;
}

/** Writes a stream to a file, counts and hashes it. Stops at the first byte too many, whatever was announced. */
export async function writeMeasured(
  source: Readable,
  path: string,
  { maxBytes, signal }: Writing,
): Promise<Measured> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) return done(tooLarge(maxBytes));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(source, meter, createWriteStream(path, { mode: 0o600 }), { signal });
  return { sizeBytes, sha256: hash.digest("hex") };
}

export function tooLarge(maxBytes: number): MediaError {
  return new MediaError("TOO_LARGE", `Larger than ${maxBytes} bytes`);
}

/** Meta writes hashes as hex or as base64. Undefined when it is neither. */
export function toHexSha256(hash: string | null | undefined): string | undefined {
  if (!hash) return undefined;
  if (/^[0-9a-f]{64}$/i.test(hash)) return hash.toLowerCase();
  const bytes = Buffer.from(hash, "base64");
  return bytes.length === 32 ? bytes.toString("hex") : undefined;
}
