import { randomBytes } from "node:crypto";

const RUN = randomBytes(5).toString("hex").toUpperCase();
let last = randomBytes(3).readUIntBE(0, 3);

/**
 * A message id built like Meta's: base64 over the address, the direction and 18 hex digits. Unique within a run by
 * counting, between runs by the 40 random bits of the run.
 */
export function newWamid(address: string, direction: "inbound" | "outbound"): string {
  last += 1;
  const id = RUN + last.toString(16).toUpperCase().padStart(8, "0");
  const name = Buffer.from(address, "latin1");
  const kind =
    direction === "inbound"
      ? [0x15, 0x02, 0x00, 0x12, 0x18, id.length]
      : [0x15, 0x02, 0x00, 0x11, 0x18, id.length];
  return `wamid.${Buffer.concat([Buffer.from([0x1c, 0x18, name.length]), name, Buffer.from(kind), Buffer.from(id), Buffer.from([0])]).toString("base64")}`;
}

export function isWamid(text: string): boolean {
  return /^wamid\.[A-Za-z0-9+/=_-]{1,400}$/.test(text);
}
