/** One part of a multipart/form-data body. */
export interface FormPart {
  name: string;
  filename?: string;
  contentType?: string;
  bytes: Buffer;
}

function parsePart(part: Buffer): FormPart | undefined {
  const headEnd = part.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const head = part.toString("utf8", 0, headEnd);
  const name = /\bname="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return undefined;
  return {
    name,
    filename: /\bfilename="([^"]*)"/i.exec(head)?.[1],
    contentType: /^content-type:\s*(.+?)\s*$/im.exec(head)?.[1],
    bytes: part.subarray(headEnd + 4),
  };
}

/** The parts of the body by name, the last one where a name repeats; undefined when it is no multipart body. */
export function parseMultipart(body: Buffer, contentType: string): Map<string, FormPart> | undefined {
  const boundary = /^multipart\/form-data;.*?boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const parts = new Map<string, FormPart>();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // With a line break in front the first delimiter looks like all others.
  const bytes = Buffer.concat([Buffer.from("\r\n"), body]);
  let start = bytes.indexOf(delimiter);
  while (start !== -1) {
    const contentStart = start + delimiter.length + 2;
    const end = bytes.indexOf(delimiter, contentStart);
    if (end === -1) break;
    const part = parsePart(bytes.subarray(contentStart, end));
    if (part) parts.set(part.name, part);
    start = end;
  }
  return parts;
}
