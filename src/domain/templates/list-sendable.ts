// The templates a person may choose from, with what they would read and what they have to fill in.

import { z } from "zod";
import { listTemplates } from "./known-templates";
import { type KnownTemplate, shapeOf, type TemplateShape } from "./template-shape";

interface TemplateParameter {
  /** Of a body or a heading: what stands between {{ and }}. Of a file or place: its kind. Of a button: its number, from 0. */
  key: string;
  where: "header" | "body" | "button";
  kind: "text" | "image" | "video" | "document" | "location" | "url" | "copy_code";
  /** As it was given to Meta for the review. */
  example: string | null;
}

export interface ListedTemplate {
  name: string;
  language: string;
  category: string;
  /** Whether the body's parameters are given by name, or in their order. */
  isNamed: boolean;
  header: { format: string; text: string } | null;
  body: string;
  footer: string;
  buttons: { type: string; text: string }[];
  parameters: TemplateParameter[];
}

/** The approved templates of a number as they were last synced. */
export async function listSendable(integrationId: string): Promise<ListedTemplate[]> {
  const templates = await listTemplates(integrationId);
  return templates.filter(({ status }) => status === "APPROVED").map(toListed);
}

function toListed(template: KnownTemplate): ListedTemplate {
  const { name, language, category } = template;
  const shape = shapeOf(template);
  const { isNamed, header, body, footer, buttons } = shape;
  return {
    name,
    language,
    category,
    isNamed,
    header: header && { format: header.format, text: header.text },
    body,
    footer,
    buttons: buttons.map(({ type, text }) => ({ type, text })),
    parameters: parametersOf(shape, examplesOf(template)),
  };
}

const files = { IMAGE: "image", VIDEO: "video", DOCUMENT: "document", LOCATION: "location" } as const;

function parametersOf({ header, places, buttons }: TemplateShape, examples: Examples): TemplateParameter[] {
  const file = header && Object.entries(files).find(([format]) => format === header.format)?.[1];
  return [
    ...(file ? [{ key: file, where: "header", kind: file, example: null } as const] : []),
    ...(header?.format === "TEXT" ? header.places : []).map((key, at) => ({
      key,
      where: "header" as const,
      kind: "text" as const,
      example: examples.header[key] ?? examples.header[String(at + 1)] ?? null,
    })),
    ...places.map((key) => ({
      key,
      where: "body" as const,
      kind: "text" as const,
      example: examples.body[key] ?? null,
    })),
    ...buttons.flatMap(({ type, isFilled }, at) => {
      if (!isFilled) return [];
      const kind = type === "COPY_CODE" ? ("copy_code" as const) : ("url" as const);
      return [{ key: String(at), where: "button" as const, kind, example: null }];
    }),
  ];
}

interface Examples {
  header: Record<string, string>;
  body: Record<string, string>;
}

const named = z.array(z.object({ param_name: z.string(), example: z.string() })).catch([]);
const texts = z.array(z.string()).catch([]);
/** Meta, templates/components: examples by their order, or by name. */
const components = z
  .array(
    z.looseObject({
      type: z.string().catch(""),
      example: z
        .looseObject({
          header_text: texts,
          header_text_named_params: named,
          body_text: z.array(texts).catch([]),
          body_text_named_params: named,
        })
        .optional()
        .catch(undefined),
    }),
  )
  .catch([]);

function examplesOf({ components: stored }: KnownTemplate): Examples {
  const parsed = components.parse(stored);
  const find = (type: string) => parsed.find((component) => component.type.toUpperCase() === type)?.example;
  const [header, body] = [find("HEADER"), find("BODY")];
  return {
    header: { ...inOrder(header?.header_text), ...byName(header?.header_text_named_params) },
    body: { ...inOrder(body?.body_text[0]), ...byName(body?.body_text_named_params) },
  };
}

function inOrder(examples: string[] = []): Record<string, string> {
  return Object.fromEntries(examples.map((example, at) => [String(at + 1), example]));
}

function byName(examples: z.output<typeof named> = []): Record<string, string> {
  return Object.fromEntries(examples.map(({ param_name, example }) => [param_name, example]));
}
