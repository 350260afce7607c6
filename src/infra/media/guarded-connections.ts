// Connections to hosts of the internet and to nobody else. A name is looked up once, its addresses are judged, and one of
// the judged ones is connected to: a name that answers differently a moment later (DNS rebinding) gains nothing.

import dns from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { Agent } from "undici";
import { oncePerProcess } from "@/lib/once-per-process";
import { MediaError } from "./media-error";

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Whether an address is somebody's on the public internet: neither loopback, private, link-local (where clouds keep their
 * metadata), shared, multicast nor reserved (IANA's special-purpose registries), nor one of these in the clothes of IPv6.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.parse(address).range() === "unicast"; // IPv4-mapped, 6to4 and NAT64 are ranges of their own.
}

export function guardedConnections(): Agent {
  return oncePerProcess("media-connections", () => createGuardedConnections(dns.lookup as LookupFunction));
}

/** For tests: with another way to look names up. */
export function createGuardedConnections(lookUp: LookupFunction): Agent {
  const guarded: LookupFunction = (hostname, options, callback) =>
    lookUp(hostname, options, (error, found, family) => {
      const addresses = typeof found === "string" ? [found] : (found ?? []).map(({ address }) => address);
      if (error || addresses.every(isPublicAddress)) return callback(error, found, family);
      callback(new MediaError("ADDRESS_REFUSED", `${hostname} is not on the public internet`), "", 0);
    });
  return new Agent({ connect: { lookup: guarded, timeout: CONNECT_TIMEOUT_MS } });
}
