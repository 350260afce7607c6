// Reads models, fields and attributes out of a Prisma schema. The generated client keeps the schema's text, but of the
// parsed schema only names and types: neither the columns of a relation nor its actions (runtimeDataModel, Prisma 7).

export interface SchemaModel {
  name: string;
  attributes: SchemaAttribute[];
  fields: SchemaField[];
}

export interface SchemaField {
  name: string;
  type: string;
  isOptional: boolean;
  isList: boolean;
  attributes: SchemaAttribute[];
}

export interface SchemaAttribute {
  /** With its `@` or `@@`. */
  name: string;
  arguments: SchemaArgument[];
}

interface SchemaArgument {
  /** Undefined where it has none. */
  name?: string;
  /** Names in brackets are a list; of strings what is between the quotes. */
  value: string | string[];
}

// Comments and strings first: what is inside them is no syntax.
const tokenPattern = /\/\/[^\n]*|"(?:[^"\\]|\\.)*"|@@?[\w.]+|[\w.]+|\S/g;
const closing: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

export function readSchemaText(text: string): SchemaModel[] {
  const tokens = (text.match(tokenPattern) ?? []).filter((token) => !token.startsWith("//"));
  const models: SchemaModel[] = [];
  for (let at = 0; at < tokens.length; ) {
    const [kind, name = ""] = tokens.slice(at, at + 2);
    const end = endOf(tokens, tokens.indexOf("{", at));
    if (kind === "model") models.push(readModel(name, tokens.slice(at + 3, end)));
    at = end + 1;
  }
  return models;
}

/** @returns the argument of that name, or the one at that place. */
export function argumentOf(
  attribute: SchemaAttribute | undefined,
  name: string,
  place?: number,
): string | string[] | undefined {
  const named = attribute?.arguments.find((argument) => argument.name === name);
  const placed = place === undefined ? undefined : attribute?.arguments[place];
  return (named ?? (placed?.name === undefined ? placed : undefined))?.value;
}

function readModel(name: string, tokens: string[]): SchemaModel {
  const model: SchemaModel = { name, attributes: [], fields: [] };
  for (let at = 0; at < tokens.length; ) {
    if (tokens[at]?.startsWith("@@")) {
      const { attribute, end } = readAttribute(tokens, at);
      model.attributes.push(attribute);
      at = end;
    } else {
      const { field, end } = readField(tokens, at);
      model.fields.push(field);
      at = end;
    }
  }
  return model;
}

function readField(tokens: string[], start: number): { field: SchemaField; end: number } {
  const [name = "", type = ""] = tokens.slice(start, start + 2);
  const field: SchemaField = { name, type, isOptional: false, isList: false, attributes: [] };
  let at = start + 2;
  if (tokens[at] === "(") at = endOf(tokens, at) + 1; // Unsupported("…")
  if (tokens[at] === "[") {
    field.isList = true;
    at += 2;
  }
  if (tokens[at] === "?") {
    field.isOptional = true;
    at += 1;
  }
  while (/^@[^@]/.test(tokens[at] ?? "")) {
    const { attribute, end } = readAttribute(tokens, at);
    field.attributes.push(attribute);
    at = end;
  }
  return { field, end: at };
}

function readAttribute(tokens: string[], start: number): { attribute: SchemaAttribute; end: number } {
  const name = tokens[start] ?? "";
  if (tokens[start + 1] !== "(") return { attribute: { name, arguments: [] }, end: start + 1 };
  const end = endOf(tokens, start + 1);
  const parts = splitAtCommas(tokens.slice(start + 2, end));
  return { attribute: { name, arguments: parts.map(readArgument) }, end: end + 1 };
}

function readArgument(tokens: string[]): SchemaArgument {
  if (tokens[1] === ":") return { name: tokens[0], value: readValue(tokens.slice(2)) };
  return { value: readValue(tokens) };
}

function readValue(tokens: string[]): string | string[] {
  if (tokens[0] === "[") return splitAtCommas(tokens.slice(1, -1)).map((part) => part.join(""));
  return tokens[0]?.startsWith('"') ? JSON.parse(tokens[0]) : tokens.join("");
}

function splitAtCommas(tokens: string[]): string[][] {
  const parts: string[][] = tokens.length > 0 ? [[]] : [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens[at] === ",") {
      parts.push([]);
      continue;
    }
    const end = closing[tokens[at] ?? ""] ? endOf(tokens, at) : at;
    parts.at(-1)?.push(...tokens.slice(at, end + 1));
    at = end;
  }
  return parts;
}

/** Where the bracket at `start` closes. @throws when it does not: half a schema must not pass for a whole one. */
function endOf(tokens: string[], start: number): number {
  const open = tokens[start] ?? "";
  const close = closing[open];
  let depth = 0;
  for (let at = start; close && at < tokens.length; at += 1) {
    if (tokens[at] === open) depth += 1;
    if (tokens[at] === close) depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`The Prisma schema cannot be read: ${close ? `${open} is not closed` : "no block"}`);
}
