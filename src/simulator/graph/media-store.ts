import { createHash, randomInt } from "node:crypto";
import { BoundedLog } from "../bounded-log";

export interface Media {
  id: string;
  bytes: Buffer;
  mimeType: string;
  /** Hex here, base64 in webhooks. */
  sha256: string;
  createdAt: number;
  filename?: string;
}

const MEDIA_BYTES_KEPT_MAX = 512 * 1024 * 1024;

/** A file of each kind, small but real, for customers who send one without saying which. */
const EXAMPLES: Record<string, { mimeType: string; base64: string; filename?: string }> = {
  image: {
    mimeType: "image/png",
    base64:
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  },
  sticker: { mimeType: "image/webp", base64: "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==" },
  video: { mimeType: "video/mp4", base64: "AAAAGGZ0eXBtcDQyAAAAAG1wNDJpc29t" },
  audio: { mimeType: "audio/ogg; codecs=opus", base64: "T2dnUwACAAAAAAAAAAAAAAAAAAAAAAAAAAABE09wdXNIZWFk" },
  document: {
    mimeType: "application/pdf",
    base64:
      "JVBERi0xLjQKMSAwIG9iago8PC9UeXBlL0NhdGFsb2c+PgplbmRvYmoKdHJhaWxlcgo8PC9Sb290IDEgMCBSPj4KJSVFT0YK",
    filename: "invoice.pdf",
  },
};
const EXAMPLE_OF: Record<string, string> = { voice: "audio" };

/** Uploaded and inbound files, by media id. */
export class MediaStore {
  readonly #byId = new Map<string, Media>();
  readonly #log = new BoundedLog<Media>({
    max: 100_000,
    maxWeight: MEDIA_BYTES_KEPT_MAX,
    weigh: (media) => media.bytes.length,
    onEvict: (media) => this.#byId.delete(media.id),
  });
  #lastId = randomInt(1_000_000_000, 2_000_000_000) * 1_000_000;

  add(file: { bytes: Buffer; mimeType: string; filename?: string }): Media {
    this.#lastId += 1;
    const sha256 = createHash("sha256").update(file.bytes).digest("hex");
    const media: Media = { ...file, id: String(this.#lastId), sha256, createdAt: Date.now() };
    this.#byId.set(media.id, media);
    this.#log.append(media);
    return media;
  }

  addExample(type: string): Media {
    const example = EXAMPLES[EXAMPLE_OF[type] ?? type] ?? EXAMPLES.document;
    if (!example) throw new Error("there is always a document");
    const { base64, ...file } = example;
    return this.add({ ...file, bytes: Buffer.from(base64, "base64") });
  }

  find(id: string): Media | undefined {
    return this.#byId.get(id);
  }

  remove(id: string): boolean {
    return this.#byId.delete(id);
  }

  clear(): void {
    this.#byId.clear();
    this.#log.clear();
  }
}
