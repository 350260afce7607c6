// What stands in a recording in place of what somebody is called, has written or has sent. The same in, the same out:
// threads stay threads, quotes stay quotes.

export type Kind = "phone" | "user id" | "message id" | "id" | "name" | "hash" | "address" | "text";

const digitsOf = (text: string) => text.replace(/\D/g, "");

/** `+55 11 98765-4321` and `5511987654321` are one number. */
function isPhone(text: string): boolean {
  return /^\+?[\d\s().-]{7,24}$/.test(text) && digitsOf(text).length >= 7;
}

const MAKE: Record<Kind, (count: number, original: string) => string> = {
  phone: (count) => `1555${String(count).padStart(7, "0")}`,
  "user id": (count, original) =>
    `US.${original.includes(".ENT.") ? "ENT." : ""}${String(count).padStart(20, "1")}`,
  "message id": (count) => `wamid.${Buffer.from(`recorded-${count}`).toString("base64")}`,
  id: (count) => String(100_000_000_000_000 + count),
  name: (count) => `Person ${count}`,
  hash: (count) => Buffer.from(String(count).padStart(32, "0")).toString("base64"),
  address: (count) => `https://example.com/${count}`,
  // As long as it was: how long something is decides what becomes of it, and says nothing of anybody.
  text: (count, original) => `text ${count}`.padEnd([...original].length, "x"),
};

/** The pseudonyms of one recording. */
export class Pseudonyms {
  readonly #byOriginal = new Map<string, string>();

  of(original: string, wanted: Kind): string {
    if (original === "") return "";
    const kind = kindOf(original, wanted);
    const key = kind === "phone" ? digitsOf(original) : original;
    const known = this.#byOriginal.get(key);
    if (known !== undefined) return known;
    const made = MAKE[kind](this.#byOriginal.size + 1, original);
    this.#byOriginal.set(key, made);
    return made;
  }
}

/** What a value is can be seen by itself for numbers and ids, wherever it stands. */
function kindOf(original: string, wanted: Kind): Kind {
  if (original.startsWith("wamid.")) return "message id";
  if (/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{6,128}$/.test(original)) return "user id";
  return wanted === "phone" && !isPhone(original) ? "id" : wanted;
}
