// A page or file of the web, for what the bot may know. Whoever wrote an address is trusted to choose what is read, not to
// reach into our network: the same connections as for media, and redirects followed here, because each is a new address.

import { isIP } from "node:net";
import { Agent, type Dispatcher, request } from "undici";
import { toMediaError } from "@/infra/media/fetch-media";
import { guardedConnections } from "@/infra/media/guarded-connections";
import { MediaError } from "@/infra/media/media-error";
import { env } from "@/lib/env";
import { oncePerProcess } from "@/lib/once-per-process";

export interface Page {
  /** After redirects. */
  url: string;
  /** As the server says it, in lower case: "text/html; charset=utf-8"; empty when it says nothing. */
  contentType: string;
  bytes: Buffer;
}

interface PageFetch {
  url: string;
  bytesMax: number;
  timeoutMs: number;
}

const REDIRECTS_MAX = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
const ACCEPT = "text/html, text/markdown, text/plain, application/pdf;q=0.9";

/** @throws MediaError. */
export async function fetchPage({ url, bytesMax, timeoutMs }: PageFetch): Promise<Page> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { answer, address } = await follow(url, signal);
    const bytes = await readBytes(answer, bytesMax);
    const contentType = String(answer.headers["content-type"] ?? "").toLowerCase();
    return { url: address.href, contentType, bytes };
  } catch (error) {
    throw toMediaError(error, signal);
  }
}

async function follow(url: string, signal: AbortSignal) {
  let address = judge(url);
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    const answer = await request(address, {
      headers: { accept: ACCEPT, "accept-encoding": "identity", "user-agent": "ReplyOnce" },
      dispatcher: isOpened(address) ? openedConnections() : guardedConnections(),
      signal,
    });
    if (answer.statusCode === 200) return { answer, address };
    discard(answer);
    if (!REDIRECTS.includes(answer.statusCode))
      throw new MediaError(`HTTP_${answer.statusCode}`, `HTTP ${answer.statusCode} instead of the page`);
    address = judge(String(answer.headers.location ?? ""), address);
  }
  throw new MediaError("TOO_MANY_REDIRECTS", `More than ${REDIRECTS_MAX} redirects`);
}

/** Names and plain addresses of the web. @throws HOST_REFUSED, ADDRESS_REFUSED. */
function judge(address: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw new MediaError("HOST_REFUSED", "This is no address");
  const url = new URL(address, base);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  if (!isWeb || url.username !== "" || url.password !== "")
    throw new MediaError("HOST_REFUSED", "Only http:// and https:// addresses without a password are read");
  if (isOpened(url)) return url;
  // Brackets are around IPv6; the many ways to write an IPv4 address are one after parsing.
  if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0)
    throw new MediaError("ADDRESS_REFUSED", "An address of numbers instead of a name");
  if (url.port !== "") throw new MediaError("HOST_REFUSED", `Nothing is read from port ${url.port}`);
  return url;
}

/** Hosts of a private network that the operator has opened by name (KNOWLEDGE_PRIVATE_HOSTS). */
function isOpened({ host }: URL): boolean {
  return env().KNOWLEDGE_PRIVATE_HOSTS.some((opened) => opened.toLowerCase() === host);
}

function openedConnections(): Agent {
  return oncePerProcess("opened-connections", () => new Agent());
}

async function readBytes(answer: Dispatcher.ResponseData, bytesMax: number): Promise<Buffer> {
  const tooLarge = new MediaError("TOO_LARGE", `Larger than ${bytesMax} bytes`);
  const encoding = String(answer.headers["content-encoding"] ?? "identity");
  if (encoding !== "identity" || Number(answer.headers["content-length"] ?? 0) > bytesMax) {
    discard(answer);
    throw encoding === "identity" ? tooLarge : new MediaError("TYPE_MISMATCH", `Packed as ${encoding}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > bytesMax) throw tooLarge; // Leaving the loop ends the connection.
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function discard({ body }: Dispatcher.ResponseData): void {
  body.on("error", () => undefined); // What becomes of it is of no interest any more.
  body.destroy();
}
