import { z } from "zod";

/** A template as we know it, without what only the database cares for. */
export interface KnownTemplate {
  name: string;
  language: string;
  status: string;
  category: string;
  parameterFormat: string;
  rejectedReason: string | null;
  components: unknown;
}

/** The places of a template that a message has to fill (Meta, templates/components). */
export interface TemplateShape {
  isNamed: boolean;
  header: { format: string; text: string; places: string[] } | null;
  body: string;
  /** "1", "2" … or names, each once, in order. */
  places: string[];
  footer: string;
  buttons: { type: string; text: string; isFilled: boolean }[];
}

const text = z.string().catch("");
const components = z
  .array(
    z.looseObject({
      type: text,
      format: text,
      text,
      buttons: z.array(z.looseObject({ type: text, text, url: text })).catch([]),
    }),
  )
  .catch([]);

export function shapeOf({ components: stored, parameterFormat }: KnownTemplate): TemplateShape {
  const parsed = components.parse(stored);
  const find = (type: string) => parsed.find((component) => component.type.toUpperCase() === type);
  const header = find("HEADER");
  const body = find("BODY")?.text ?? "";
  const isNamed = parameterFormat === "NAMED";
  return {
    isNamed,
    header: header
      ? {
          format: header.format.toUpperCase() || "TEXT",
          text: header.text,
          places: placesOf(header.text),
        }
      : null,
    body,
    places: placesOf(body),
    footer: find("FOOTER")?.text ?? "",
    buttons: (find("BUTTONS")?.buttons ?? []).map((button) => ({
      type: button.type.toUpperCase(),
      text: button.text,
      isFilled: button.type.toUpperCase() === "COPY_CODE" || placesOf(button.url).length > 0,
    })),
  };
}

/** A text with its places filled. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (place, name) => values[name] ?? place);
}

function placesOf(text: string): string[] {
  const names = [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? "");
  return [...new Set(names)].toSorted((a, b) => Number(a) - Number(b) || 0);
}
