import { isIP, isIPv6 } from "node:net";
import type { Env } from "@/lib/env";

type Trust = Pick<Env, "TRUSTED_IP_HEADER" | "TRUSTED_PROXY_HOPS">;

/** Nobody we trust has said who asks: everybody shares one count, so that nobody escapes it by writing a header. */
const UNKNOWN = "unknown";

/**
 * Who asks, as far as something we trust says it: a header that the platform sets itself, or the entry of
 * X-Forwarded-For that our own outermost proxy has appended. What stands to the left of it anybody can write.
 */
export function clientAddress(headers: Headers, { TRUSTED_IP_HEADER, TRUSTED_PROXY_HOPS }: Trust): string {
  if (TRUSTED_IP_HEADER) return normalised(headers.get(TRUSTED_IP_HEADER) ?? "");
  if (!TRUSTED_PROXY_HOPS) return UNKNOWN;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",");
  return normalised(hops.at(-TRUSTED_PROXY_HOPS) ?? "");
}

/** One household has a whole /64 of IPv6: counted by single addresses it would have as many tries as it likes. */
function normalised(text: string): string {
  const address = text.trim().replace(/^::ffff:(?=\d+\.)/i, "");
  if (!isIP(address)) return UNKNOWN;
  return isIPv6(address) ? `${prefixOf(address)}::/64` : address;
}

function prefixOf(address: string): string {
  // The URL parser writes every spelling of an address in the same one.
  const canonical = new URL(`http://[${address.split("%")[0]}]`).hostname.slice(1, -1);
  const [left = "", right] = canonical.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right ? right.split(":") : [];
  const zeros = right === undefined ? [] : Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...zeros, ...tail].slice(0, 4).join(":");
}
