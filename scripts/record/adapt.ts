// Makes a recorded webhook fit for being played here and now.

export interface Adaption {
  /** The business number it is for. */
  phoneNumberId: string;
  /** Added to every time in it, in seconds. */
  shiftSeconds: number;
  /** In every message id, so that the same file can be played again; empty: as recorded. */
  mark: string;
}

/** A copy of the webhook with other number, times and message ids. */
export function adapt(webhook: unknown, adaption: Adaption): unknown {
  return walk(webhook, "", adaption);
}

function walk(value: unknown, key: string, adaption: Adaption): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, key, adaption));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, walk(member, name, adaption)]),
    );
  }
  if (key === "phone_number_id") return adaption.phoneNumberId;
  if (key === "timestamp" && typeof value === "string" && /^\d{9,12}$/.test(value))
    return String(Number(value) + adaption.shiftSeconds);
  if (key === "timestamp" && typeof value === "number" && value > 0) return value + adaption.shiftSeconds;
  if (typeof value === "string" && value.startsWith("wamid.") && adaption.mark !== "")
    return `wamid.${Buffer.from(`${adaption.mark}${value}`).toString("base64")}`;
  return value;
}

/** The newest time in a webhook, unix seconds; 0 when there is none. */
export function newestTime(value: unknown, key = ""): number {
  if (typeof value === "object" && value !== null) {
    const isList = Array.isArray(value);
    const times = Object.entries(value).map(([name, member]) => newestTime(member, isList ? key : name));
    return Math.max(0, ...times);
  }
  return key === "timestamp" && /^\d{9,12}$/.test(String(value)) ? Number(value) : 0;
}
