import { extractText, getDocumentProxy } from "unpdf";
import { describeError } from "@/lib/errors";

/** Why there is no text of a file. */
export type PdfProblem = "encrypted" | "broken" | "too_long";

export interface ReadPdf {
  text: string;
  title: string | null;
}

const PAGES_MAX = 1_000;

/** The text of a PDF, page by page. Pages that are pictures have none: nothing is recognised here. Never throws for the file. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf | PdfProblem> {
  try {
    // A copy: pdf.js takes the bytes it is given for itself. Errors only: it writes warnings to the console.
    const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    try {
      if (document.numPages > PAGES_MAX) return "too_long";
      const { text } = await extractText(document, { mergePages: false });
      const { info } = await document.getMetadata();
      const title = "Title" in info && typeof info.Title === "string" ? info.Title.trim() : "";
      return { text: text.join("\n\n"), title: title || null };
    } finally {
      await document.destroy();
    }
  } catch (error) {
    const isLocked = error instanceof Error && error.name === "PasswordException";
    return isLocked || /password|encrypt/i.test(describeError(error)) ? "encrypted" : "broken";
  }
}
