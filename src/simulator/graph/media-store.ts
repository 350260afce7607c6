import { createHash, randomInt } from "node:crypto";
import { BoundedLog } from "../bounded-log";
import { type ExampleFile, exampleFileOf } from "../examples/files";

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
    return this.addBase64(exampleFileOf(type));
  }

  addBase64({ base64, ...file }: ExampleFile): Media {
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
