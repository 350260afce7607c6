import { isIP } from "node:net";
import { env } from "@/lib/env";
import { MediaError } from "./media-error";

/** Where Meta keeps files (Meta, business-phone-numbers/media): addresses of lookaside.fbsbx.com, which may redirect. */
const META_HOSTS = ["graph.facebook.com", "*.fbsbx.com", "*.fbcdn.net", "*.whatsapp.net"];

export interface MediaAddress {
  url: URL;
  /** The access token goes to Meta and to whoever stands in for it (WHATSAPP_API_URL), to nobody else. */
  takesToken: boolean;
  /** Whether it may lie in a private network: only who stands in for Meta. */
  mayBePrivate: boolean;
}

/**
 * Judges an address before anything is sent there, each one of a chain of redirects anew. @throws HOST_REFUSED, or
 * ADDRESS_REFUSED for numbers in the place of a name.
 */
export function judgeAddress(address: string, base?: URL): MediaAddress {
  if (!URL.canParse(address, base?.href))
    throw new MediaError("HOST_REFUSED", "What Meta gave is no address");
  const url = new URL(address, base);
  if (url.origin === standInOrigin()) return { url, takesToken: true, mayBePrivate: true };
  const { hostname, protocol, port, username, password } = url;
  // Brackets are around IPv6; the many ways to write an IPv4 address are one after parsing.
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0)
    throw new MediaError("ADDRESS_REFUSED", "An address of numbers instead of a name");
  const isPlain = protocol === "https:" && port === "" && username === "" && password === "";
  const isMeta = META_HOSTS.some((pattern) => isCovered(hostname, pattern));
  const isAllowed = isMeta || env().MEDIA_HOSTS.some((pattern) => isCovered(hostname, pattern));
  if (!isPlain || !isAllowed)
    throw new MediaError("HOST_REFUSED", `Files are not fetched from ${protocol}//${url.host}`);
  return { url, takesToken: isMeta, mayBePrivate: false };
}

/** The origin of WHATSAPP_API_URL where it is not Meta's own: a simulator, or a gateway of the operator's. */
function standInOrigin(): string | undefined {
  const { origin, hostname, protocol } = new URL(env().WHATSAPP_API_URL);
  const isMeta = protocol === "https:" && META_HOSTS.some((pattern) => isCovered(hostname, pattern));
  return isMeta ? undefined : origin;
}

function isCovered(hostname: string, pattern: string): boolean {
  if (!pattern.startsWith("*.")) return hostname === pattern.toLowerCase();
  return hostname.endsWith(pattern.slice(1).toLowerCase());
}
