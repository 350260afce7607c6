import type { Letter } from "./outbox";
import type { Attachment } from "./use-attachments";

interface Written {
  conversationId: number;
  text: string;
  attachments: Pick<Attachment, "file" | "kind" | "previewUrl">[];
  /** The message it answers: what Meta calls it, and its words. */
  quoted: { providerMessageId: string; text: string } | null;
  newId: () => string;
  at: string;
}

/**
 * What was written, as messages: one for each file, the words as the caption of the first that can have one (a sound cannot),
 * else as a message of their own behind them.
 */
export function toLetters({ conversationId, text, attachments, quoted, newId, at }: Written): Letter[] {
  const words = text.trim();
  const captioned = words === "" ? -1 : attachments.findIndex(({ kind }) => kind !== "audio");
  const base = () => ({ clientId: newId(), conversationId, at });
  const quotes = quoted === null ? {} : { quotes: quoted.providerMessageId };
  const quotedText = quoted === null ? {} : { quotedText: quoted.text };
  const files = attachments.map(({ file, kind, previewUrl }, index): Letter => {
    const caption = index === captioned ? { caption: words } : {};
    const filename = kind === "document" ? { filename: file.name.slice(-240) } : {};
    const first = index === 0 ? quotes : {};
    return {
      ...base(),
      ...(index === 0 ? quotedText : {}),
      text: index === captioned ? words : "",
      content: { type: kind, ...caption, ...filename, ...first },
      file: { file, kind, previewUrl },
    };
  });
  if (words === "" || captioned >= 0) return files;
  const isQuoting = quoted !== null && files.length === 0;
  const own: Letter = { ...base(), text: words };
  return [
    ...files,
    isQuoting ? { ...own, ...quotedText, content: { type: "text", body: words, ...quotes } } : own,
  ];
}
