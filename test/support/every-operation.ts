// Every operation of the inbox's API, asked through its real route: filled from the list itself, so that a new one is asked
// too without a word here.

import { existsSync } from "node:fs";
import { z } from "zod";
import type { Operation } from "@/app/_contract/operation";
import { operations } from "@/app/_contract/operations";

export { operations };

const DAY_MS = 86_400_000;

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

export interface Asking {
  cookie?: string;
  /** What stands for each `{name}` of the path. */
  id?: string;
  body?: unknown;
}

/** Where what a schema requires is not yet what the verb takes. */
const bodies: Record<string, unknown> = {
  "POST /api/inbox/conversations/{id}/messages": { clientId: "client-1-of-a-test", text: "Hello" },
  "POST /api/inbox/conversations/{id}/assign": { assigneeId: null },
};

export const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

export const hasId = ({ path }: Operation) => path.includes("{");

/** The file of its route, by the way Next.js names them. */
export function routeFileOf({ path }: Operation): string {
  return `src/app${path.replace(/\{(\w+)\}/g, "[$1]")}/route.ts`;
}

export async function ask(
  operation: Operation,
  { cookie = "", id = "1", body }: Asking = {},
): Promise<Response> {
  const file = routeFileOf(operation);
  if (!existsSync(file)) throw new Error(`${nameOf(operation)} has no route ${file}`);
  const module: Record<string, Route> = await import(/* @vite-ignore */ `../../${file}`);
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const path = operation.path.replace(/\{\w+\}/g, encodeURIComponent(id));
  const hasBody = operation.method !== "GET" && operation.method !== "DELETE";
  const query = new URLSearchParams(Object.entries(sampleOf(operation.query) ?? {}) as [string, string][]);
  const request = new Request(`http://localhost${path}?${query}`, {
    method: operation.method,
    headers: { cookie, host: "localhost", "content-type": "application/json" },
    ...(hasBody && { body: JSON.stringify(body ?? bodyOf(operation)) }),
  });
  const params = Promise.resolve(Object.fromEntries(names.map((name) => [name, id])));
  return await (module[operation.method] as Route)(request, { params });
}

export function bodyOf(operation: Operation): Record<string, unknown> {
  const body = bodies[nameOf(operation)] ?? sampleOf(operation.body) ?? {};
  return body as Record<string, unknown>;
}

/** Something a schema takes: what is required of it, as short as it may be. */
function sampleOf(schema: z.ZodType | undefined): Record<string, unknown> | undefined {
  if (!schema) return undefined;
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return sample(json as JsonSchema) as Record<string, unknown>;
}

interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  format?: string;
  pattern?: string;
}

function sample(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [one] = schema.anyOf ?? schema.oneOf ?? [];
  if (one) return sample(one);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(sample));
  const type = [schema.type].flat()[0];
  if (type === "object") return sampleObject(schema);
  if (type === "array") return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}));
  if (type === "integer" || type === "number") return Math.max(1, schema.minimum ?? 1);
  if (type === "boolean") return true;
  if (type === "string") return sampleText(schema);
  return null;
}

function sampleObject({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
  return Object.fromEntries(required.map((key) => [key, sample(properties[key] ?? {})]));
}

function sampleText({ format, pattern, minLength = 1 }: JsonSchema): string {
  if (format === "email") return "somebody@shop.example";
  if (format === "date-time") return new Date(Date.now() + DAY_MS).toISOString();
  if (format === "uri") return "https://shop.example/";
  if (format === "uuid") return "00000000-0000-4000-8000-000000000009";
  const texts = ["a".repeat(Math.max(1, minLength)), "1", "a1"];
  return texts.find((text) => pattern === undefined || new RegExp(pattern).test(text)) ?? "1";
}
