// Whether a message fills a template as Meta wants it (Meta, support/error-codes, 132000 to 132018), asked before it costs a
// call. What Meta has changed since the last sync it still refuses by itself.

import type { OutboundContent } from "@/infra/whatsapp/outbound-content";
import { parseContent } from "@/infra/whatsapp/outbound-content";
import type { TemplateParameters } from "@/infra/whatsapp/outbound-content-template";
import { AppError } from "@/lib/errors";
import { fill, type KnownTemplate, shapeOf, type TemplateShape } from "./template-shape";

/** Of a body with its parameters; Meta's pages name no larger one that holds everywhere. */
const BODY_MAX = 1_024;
const HEADER_MAX = 60;

export type TemplateMessage = Extract<OutboundContent, { type: "template" }>;

/** The message that sends a template with these parameters. @throws INVALID_INPUT that names what does not fit. */
export function validateTemplate(template: KnownTemplate, parameters: unknown): TemplateMessage {
  const { name, language, status, rejectedReason } = template;
  if (status !== "APPROVED") {
    const why = rejectedReason ? `${status} (${rejectedReason})` : status;
    refuse(template, [`it is ${why}, and Meta sends approved templates only`]);
  }
  const content = parseContent({ type: "template", name, language, parameters }) as TemplateMessage;
  const shape = shapeOf(template);
  const problems = [
    ...bodyProblems(shape, content.parameters.body),
    ...headerProblems(shape, content.parameters.header),
    ...buttonProblems(shape, content.parameters.buttons ?? []),
  ];
  if (problems.length > 0) refuse(template, problems);
  return { ...content, preview: previewOf(shape, content.parameters) };
}

function bodyProblems(shape: TemplateShape, given: TemplateParameters["body"]): string[] {
  const problems = placeProblems(shape, given);
  const { length } = [...fill(shape.body, valuesOf(given))];
  if (length > BODY_MAX)
    problems.push(`the body has ${length} characters when filled, Meta takes ${BODY_MAX}`);
  return problems;
}

function placeProblems({ isNamed, places }: TemplateShape, given: TemplateParameters["body"]): string[] {
  const values = given ?? (isNamed ? {} : []);
  if (Array.isArray(values)) {
    if (isNamed && values.length > 0) return [`its parameters have names: ${places.join(", ")}`];
    if (values.length === places.length) return [];
    return [`its body has ${places.length} parameter(s), ${values.length} given`];
  }
  if (!isNamed) return ["its parameters have no names: give them in their order"];
  const missing = places.filter((place) => !(place in values));
  const unknown = Object.keys(values).filter((name) => !places.includes(name));
  return [
    ...(missing.length > 0 ? [`its body lacks ${missing.join(", ")}`] : []),
    ...(unknown.length > 0 ? [`its body has no ${unknown.join(", ")}`] : []),
  ];
}

function headerProblems({ header }: TemplateShape, given: TemplateParameters["header"]): string[] {
  const wanted = header === null || (header.format === "TEXT" && header.places.length === 0) ? null : header;
  if (!wanted) return given ? ["its header takes no parameter"] : [];
  const format = wanted.format.toLowerCase();
  if (!given) return [`its header needs ${format === "text" ? "a text" : `a file or place (${format})`}`];
  if (given.type !== format) return [`its header is ${format}, not ${given.type}`];
  if (given.type !== "text") return [];
  const { length } = [...fillHeader(wanted, given.text)];
  return length > HEADER_MAX
    ? [`the header has ${length} characters when filled, Meta takes ${HEADER_MAX}`]
    : [];
}

const buttonTypes = { url: "URL", quick_reply: "QUICK_REPLY", copy_code: "COPY_CODE", flow: "FLOW" } as const;

function buttonProblems(
  { buttons }: TemplateShape,
  given: NonNullable<TemplateParameters["buttons"]>,
): string[] {
  const missing = buttons.flatMap(({ isFilled, text }, at) =>
    isFilled && !given.some(({ index }) => index === at) ? [`button ${at} (${text}) needs a value`] : [],
  );
  const wrong = given.flatMap(({ index, kind }) => {
    const button = buttons[index];
    if (!button) return [`it has no button ${index}`];
    if (button.type !== buttonTypes[kind])
      return [`button ${index} is ${button.type}, not ${buttonTypes[kind]}`];
    return kind === "url" && !button.isFilled ? [`button ${index} takes no value`] : [];
  });
  return [...missing, ...wrong];
}

function previewOf(shape: TemplateShape, { body, header }: TemplateParameters): string {
  const given = header?.type === "text" ? header.text : "";
  const heading = shape.header?.format === "TEXT" ? fillHeader(shape.header, given) : "";
  return [heading, fill(shape.body, valuesOf(body)), shape.footer].filter(Boolean).join("\n").slice(0, 4_096);
}

function fillHeader({ text, places }: NonNullable<TemplateShape["header"]>, value: string): string {
  return fill(text, Object.fromEntries(places.map((place) => [place, value])));
}

function valuesOf(body: TemplateParameters["body"]): Record<string, string> {
  if (!Array.isArray(body)) return body ?? {};
  return Object.fromEntries(body.map((value, at) => [String(at + 1), value]));
}

function refuse({ name, language }: KnownTemplate, problems: string[]): never {
  const publicMessage = `The template ${name} (${language}) cannot be sent: ${problems.join("; ")}.`;
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
