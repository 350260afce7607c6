// What a file or an address has to say, as text. Every refusal is a sentence for whoever added it.

import { readHtml } from "@/infra/documents/read-html";
import { type PdfProblem, readPdf } from "@/infra/documents/read-pdf";
import { findMediaError } from "@/infra/media/media-error";
import { fetchPage } from "@/infra/web/fetch-page";
import { AppError } from "@/lib/errors";
import { storableText } from "@/lib/storable-text";
import type { ReadDocument } from "./knowledge-document";

export const FILE_BYTES_MAX = 20 * 1024 * 1024;
const TEXT_CHARACTERS_MAX = 2_000_000;
const PAGE_TIMEOUT_MS = 30_000;

type Form = "markdown" | "text" | "html" | "pdf";

const FORMS: Record<string, Form> = {
  md: "markdown",
  markdown: "markdown",
  txt: "text",
  text: "text",
  html: "html",
  htm: "html",
  pdf: "pdf",
};
const PDF_PROBLEMS: Record<PdfProblem, string> = {
  encrypted: "the PDF is locked with a password; save it without one",
  broken: "the PDF is broken, or is none",
  too_long: "the PDF has more than 1,000 pages; add its parts",
};

/** Whether a file's name says that it can be read. */
export function isReadable(name: string): boolean {
  return formOf(name) !== undefined;
}

/** @throws INVALID_INPUT, with the reason in its publicMessage. */
export async function readFileSource(name: string, bytes: Uint8Array): Promise<ReadDocument> {
  const form = formOf(name);
  if (form === undefined)
    throw refuse(
      name,
      `only ${Object.keys(FORMS)
        .map((each) => `.${each}`)
        .join(", ")} can be read`,
    );
  if (bytes.length > FILE_BYTES_MAX) throw refuse(name, `it is larger than ${FILE_BYTES_MAX} bytes`);
  const read = await readForm(name, form, { bytes, charset: undefined });
  return { ...read, kind: form === "html" ? "markdown" : form };
}

/** @throws INVALID_INPUT, with the reason in its publicMessage. */
export async function readUrlSource(url: string): Promise<ReadDocument> {
  const { bytes, contentType } = await fetchPage({
    url,
    bytesMax: FILE_BYTES_MAX,
    timeoutMs: PAGE_TIMEOUT_MS,
  }).catch((error) => {
    const known = findMediaError(error);
    throw known ? refuse(url, `it cannot be fetched: ${known.message} (${known.code})`) : error;
  });
  const form = formOfType(contentType);
  if (form === undefined)
    throw refuse(url, `it is ${contentType || "of a type it does not tell"}, not a page, a text or a PDF`);
  const charset =
    /charset="?([\w-]+)/.exec(contentType)?.[1] ?? (form === "html" ? metaCharset(bytes) : undefined);
  return { ...(await readForm(url, form, { bytes, charset })), kind: "url" };
}

interface Raw {
  bytes: Uint8Array;
  charset: string | undefined;
}

async function readForm(source: string, form: Form, raw: Raw): Promise<Omit<ReadDocument, "kind">> {
  const { title, text } = form === "pdf" ? await fromPdf(source, raw) : fromText(source, form, raw);
  const content = storableText(text.replace(/\r\n?/g, "\n")).trim();
  if (!/[\p{L}\p{N}]/u.test(content)) throw refuse(source, emptyReasons[form]);
  if (content.length > TEXT_CHARACTERS_MAX)
    throw refuse(source, `its text is longer than ${TEXT_CHARACTERS_MAX} characters`);
  return { title: title ?? firstHeading(content), content };
}

const emptyReasons: Record<Form, string> = {
  markdown: "there is no text in it",
  text: "there is no text in it",
  html: "there is no text in the page; one that is only filled in by JavaScript cannot be read: save it as text, Markdown or PDF",
  pdf: "there is no text in the PDF; pages that are pictures need text recognition first",
};

async function fromPdf(source: string, { bytes }: Raw): Promise<{ title: string | null; text: string }> {
  const read = await readPdf(bytes);
  if (typeof read === "string") throw refuse(source, PDF_PROBLEMS[read]);
  return read;
}

function fromText(
  source: string,
  form: Form,
  { bytes, charset }: Raw,
): { title: string | null; text: string } {
  const text = decode(source, bytes, charset);
  return form === "html" ? readHtml(text) : { title: null, text };
}

/** UTF-8 unless the server or a byte order mark says otherwise. What is no text in that encoding is refused, not guessed. */
function decode(source: string, bytes: Uint8Array, charset = "utf-8"): string {
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : charset;
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    if (!/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return text;
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
  }
  throw refuse(source, `its bytes are no text in ${label.toUpperCase()}`);
}

/** Where HTML says its encoding, within the first 1,024 bytes (WHATWG HTML, "determining the character encoding"). */
function metaCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 1_024)).toString("latin1");
  return /<meta[^>]+charset=["']?([\w-]+)/i.exec(head)?.[1];
}

function firstHeading(content: string): string | null {
  return /^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$/m.exec(content)?.[1] ?? null;
}

function formOf(name: string): Form | undefined {
  return FORMS[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ""];
}

function formOfType(contentType: string): Form | undefined {
  const type = contentType.split(";")[0]?.trim() ?? "";
  if (type === "text/html" || type === "application/xhtml+xml") return "html";
  if (type === "text/markdown" || type === "text/x-markdown") return "markdown";
  if (type === "application/pdf") return "pdf";
  return type === "text/plain" ? "text" : undefined;
}

function refuse(source: string, reason: string): AppError {
  const publicMessage = `${source}: ${reason}.`;
  return new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
