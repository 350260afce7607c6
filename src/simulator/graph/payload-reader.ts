import type { JsonObject } from "../webhooks/envelope";
import { GraphRefusal } from "./graph-error";

interface TextLimits {
  max: number;
  /** 131009 "… length invalid" in interactive messages, 100 "must be at most" elsewhere. */
  tooLongCode?: 100 | 131009;
}

/** Characters as Meta counts them: code points, not UTF-16 units. */
function codePointCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Reads one object of a request and refuses, as Graph does and with the path in the details, what is not as it should be. */
export class PayloadReader {
  readonly fields: JsonObject;
  readonly #path: string;

  constructor(fields: JsonObject, path = "") {
    this.fields = fields;
    this.#path = path;
  }

  /** The path of a key as Graph writes it: text['body']. */
  name(key: string): string {
    return this.#path === "" ? key : `${this.#path}['${key}']`;
  }

  has(key: string): boolean {
    return this.fields[key] !== undefined && this.fields[key] !== null;
  }

  object(key: string): PayloadReader {
    const value = this.#required(key);
    if (!isObject(value)) throw new GraphRefusal(100, `Param ${this.name(key)} must be a JSON object.`);
    return new PayloadReader(value, this.name(key));
  }

  optionalObject(key: string): PayloadReader | undefined {
    return this.has(key) ? this.object(key) : undefined;
  }

  text(key: string, limits: TextLimits): string {
    const value = this.#required(key);
    const name = this.name(key);
    if (typeof value !== "string") throw new GraphRefusal(100, `Param ${name} must be a string.`);
    // Code points are at most as many as UTF-16 units: only a text that might be too long is counted.
    const isTooLong = value.length > limits.max && codePointCount(value) > limits.max;
    if (value !== "" && !isTooLong) return value;
    if (limits.tooLongCode === 131009) {
      throw new GraphRefusal(131009, `${name} length invalid. Min length: 1, Max length: ${limits.max}`);
    }
    throw new GraphRefusal(
      100,
      isTooLong
        ? `Param ${name} must be at most ${limits.max} characters long.`
        : `Param ${name} must be at least 1 character long.`,
    );
  }

  optionalText(key: string, limits: TextLimits): string | undefined {
    return this.has(key) ? this.text(key, limits) : undefined;
  }

  oneOf(key: string, allowed: readonly string[]): string {
    const value = this.#required(key);
    if (typeof value === "string" && allowed.includes(value)) return value;
    throw new GraphRefusal(100, `Param ${this.name(key)} must be one of {${allowed.join(", ")}}.`);
  }

  /** A number, or one written as a string. */
  number(key: string): number {
    const value = this.#required(key);
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
    throw new GraphRefusal(100, `Param ${this.name(key)} must be a number.`);
  }

  list(key: string, limits: { min: number; max: number }): PayloadReader[] {
    const value = this.#required(key);
    const name = this.name(key);
    if (!Array.isArray(value)) throw new GraphRefusal(100, `Param ${name} must be an array.`);
    if (value.length < limits.min || value.length > limits.max) {
      throw new GraphRefusal(131009, `${name} count invalid. Min: ${limits.min}, Max: ${limits.max}`);
    }
    return value.map((item: unknown, index) => {
      if (!isObject(item)) throw new GraphRefusal(100, `Param ${name}[${index}] must be a JSON object.`);
      return new PayloadReader(item, `${name}[${index}]`);
    });
  }

  #required(key: string): unknown {
    if (!this.has(key)) throw new GraphRefusal(131008, `Parameter ${this.name(key)} is required.`);
    return this.fields[key];
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
