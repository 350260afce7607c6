import { GraphRefusal } from "./graph-error";
import type { Media } from "./media-store";
import type { PayloadReader } from "./payload-reader";

export type MediaFinder = (id: string) => Media | undefined;

const MEGABYTE = 1024 * 1024;

/** What may be sent as which kind, and how large (Meta, business-phone-numbers/media). */
const KINDS: Record<string, { maxBytes: number; mimeTypes: RegExp }> = {
  audio: { maxBytes: 16 * MEGABYTE, mimeTypes: /^audio\/(aac|amr|mpeg|mp4|ogg(;\s*codecs="?opus"?)?)$/ },
  document: {
    maxBytes: 100 * MEGABYTE,
    mimeTypes: /^(text\/plain(;\s*charset=[\w-]+)?|application\/(pdf|msword|vnd\.[a-z0-9.-]+))$/,
  },
  image: { maxBytes: 5 * MEGABYTE, mimeTypes: /^image\/(jpeg|png)$/ },
  sticker: { maxBytes: MEGABYTE / 2, mimeTypes: /^image\/webp$/ },
  video: { maxBytes: 16 * MEGABYTE, mimeTypes: /^video\/(mp4|3gpp)$/ },
};

/** Refuses an upload that could not be sent as anything. */
export function validateUpload(file: { mimeType: string; bytes: Buffer }): void {
  const kind = Object.values(KINDS).find(({ mimeTypes }) => mimeTypes.test(file.mimeType));
  if (!kind)
    throw new GraphRefusal(
      100,
      `Param file must be a file with one of the supported types, not ${file.mimeType}.`,
    );
  if (file.bytes.length === 0) throw new GraphRefusal(131053, "The file is empty.");
  if (file.bytes.length > kind.maxBytes) {
    throw new GraphRefusal(
      131053,
      `Media file size too big. Max file size we currently support: ${kind.maxBytes} bytes.`,
    );
  }
}

/** Checks `message[type]`, a media object with an id or a link, and returns its caption. Links are not fetched. */
export function validateMediaObject(message: PayloadReader, type: string, find: MediaFinder): string {
  const object = message.object(type);
  const caption = object.optionalText("caption", { max: 1024 }) ?? "";
  if (!object.has("id")) {
    const link = object.text("link", { max: 4096 });
    if (!/^https?:\/\/\S+$/.test(link))
      throw new GraphRefusal(131009, `${object.name("link")} is not a valid URL`);
    return caption;
  }
  const id = object.text("id", { max: 100 });
  const media = find(id);
  if (!media) throw new GraphRefusal(131009, `Media ID ${id} not found.`);
  if (!KINDS[type]?.mimeTypes.test(media.mimeType)) {
    throw new GraphRefusal(131053, `Media with MIME type ${media.mimeType} cannot be sent as ${type}.`);
  }
  return caption;
}
