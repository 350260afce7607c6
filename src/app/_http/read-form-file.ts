// One file of a multipart/form-data body, handed on as it arrives: a hundred megabytes of it are never in memory.

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import busboy from "busboy";
import { AppError, isAppError } from "@/lib/errors";
import { storableText } from "@/lib/storable-text";

/** What is around a file: borders, headers, other fields. */
const AROUND_BYTES = 64 * 1024;
const FILENAME_MAX = 240;

export interface FormFile {
  content: Readable;
  filename: string | null;
}

/**
 * Has the field `file` of a body used. Nothing else in it matters. What `use` throws ends the reading at once.
 * @throws INVALID_INPUT for what is no form, is cut off or has no such file; PAYLOAD_TOO_LARGE as soon as that is known.
 */
export async function readFormFile<Result>(
  request: Request,
  bytesMax: number,
  use: (file: FormFile) => Promise<Result>,
): Promise<Result> {
  refuseTooLarge(request, bytesMax);
  const form = openForm(request, bytesMax);
  const source = request.body ? Readable.fromWeb(request.body as ReadableStream) : Readable.from([]);
  let used: Promise<Result> | undefined;
  let failure: unknown;
  const stop = (cause: unknown) => {
    failure ??= cause;
    source.destroy();
  };
  form.on("file", (name, content, { filename }) => {
    if (name !== "file") return void content.resume();
    // Whoever uses it may not listen yet, and an error that nobody listens to ends the process.
    content.on("error", () => undefined);
    // The rest would be read to its end, and it may have none.
    content.on("limit", () => stop(tooLarge(bytesMax)));
    used = use({ content, filename: toFilename(filename) });
    // A body that broke off fails here as well, and is not the fault of whoever used it.
    used.catch((cause) => stop(isAppError(cause) || !source.destroyed ? cause : undefined));
  });
  try {
    await pipeline(source, form);
  } catch (cause) {
    await used?.catch(() => undefined);
    throw failure ?? refuse("The body is no whole multipart/form-data.", cause);
  }
  if (!used) throw refuse("There is no file: it is sent as the field `file`.");
  return used;
}

function refuseTooLarge({ headers }: Request, bytesMax: number): void {
  const length = Number(headers.get("content-length") ?? 0);
  if (length > bytesMax + AROUND_BYTES) throw tooLarge(bytesMax);
}

function tooLarge(bytesMax: number): AppError {
  const publicMessage = `The file is larger than ${bytesMax} bytes.`;
  return new AppError("PAYLOAD_TOO_LARGE", publicMessage, { publicMessage });
}

function openForm({ headers }: Request, bytesMax: number) {
  try {
    return busboy({
      headers: { "content-type": headers.get("content-type") ?? "" },
      defParamCharset: "utf8",
      // It counts as reached when it is met: one byte more is too much.
      limits: { files: 1, fields: 10, parts: 11, fileSize: bytesMax + 1, fieldSize: AROUND_BYTES },
    });
  } catch (cause) {
    throw refuse("The body is no multipart/form-data.", cause);
  }
}

/** A name is for people to read: no path, nothing that cannot be seen. */
function toFilename(given: string | undefined): string | null {
  const name = storableText(given ?? "")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
  return name === "" ? null : [...name].slice(-FILENAME_MAX).join("");
}

function refuse(publicMessage: string, cause?: unknown): AppError {
  return new AppError("INVALID_INPUT", publicMessage, { publicMessage, cause });
}
