import type { ArgumentSchema } from "./chat-request";

type Hints = Record<string, unknown>;

function typeOf(schema: ArgumentSchema): string {
  if (Array.isArray(schema.type)) return schema.type.find((type) => type !== "null") ?? "string";
  return schema.type ?? (schema.properties ? "object" : "string");
}

function fillObject(schema: ArgumentSchema, hints: Hints, spare: string): Hints {
  const filled: Hints = {};
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (key in hints || schema.required?.includes(key)) filled[key] = fillValue(property, hints[key], spare);
  }
  return filled;
}

function isHints(value: unknown): value is Hints {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fillList(schema: ArgumentSchema, hint: unknown, spare: string): unknown[] {
  const items = schema.items ?? {};
  const wanted: unknown[] = Array.isArray(hint) ? hint : [hint];
  return wanted.map((item) => fillValue(items, item, spare));
}

function fillValue(schema: ArgumentSchema, hint: unknown, spare: string): unknown {
  const alternative = schema.anyOf?.find((option) => typeOf(option) !== "null");
  if (alternative) return fillValue(alternative, hint, spare);
  if (schema.enum) return schema.enum.includes(hint) ? hint : schema.enum[0];
  switch (typeOf(schema)) {
    case "object":
      return fillObject(schema, isHints(hint) ? hint : {}, spare);
    case "array":
      return fillList(schema, hint, spare);
    case "number":
    case "integer":
      return typeof hint === "number" ? hint : 1;
    case "boolean":
      return typeof hint === "boolean" ? hint : true;
    default:
      if (isHints(hint)) return String(hint.title ?? spare);
      return hint === undefined ? spare : String(hint);
  }
}

/**
 * Arguments for a tool: of the hints those it declares, and something valid for whatever else it requires. Without a
 * declaration, the hints as they are.
 */
export function fillArguments(schema: ArgumentSchema | undefined, hints: Hints, spare: string): string {
  return JSON.stringify(schema?.properties ? fillObject(schema, hints, spare) : hints);
}
