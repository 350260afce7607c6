// A template with its places filled: for the eye, and for the send. Its places are by number ({{1}}) or by name ({{name}}).

import type { z } from "zod";
import type { listTemplatesFor } from "@/app/_contract/messages-operations";

export type SendableTemplate = z.output<(typeof listTemplatesFor)["answer"]>["templates"][number];
export type TemplateParameter = SendableTemplate["parameters"][number];

/** By `where:key`; of a file its asset. */
export type TemplateValues = Record<string, string>;

export const valueKey = ({ where, key }: Pick<TemplateParameter, "where" | "key">) => `${where}:${key}`;

/** Places that are not filled yet stay to be seen. */
export function fillText(text: string, where: TemplateParameter["where"], values: TemplateValues): string {
  return text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (place, key: string) => values[`${where}:${key}`] || place);
}

export const isFilled = ({ parameters }: Pick<SendableTemplate, "parameters">, values: TemplateValues) =>
  parameters.every((parameter) => (values[valueKey(parameter)] ?? "").trim() !== "");

/** Meta refuses line breaks, tabs and four spaces in a row within a parameter (Meta, messages/template-messages). */
const cleanValue = (value: string) =>
  value
    .replace(/[\n\r\t]+/g, " ")
    .replace(/ {4,}/g, "   ")
    .trim();

/** As src/infra/whatsapp/outbound-content-template.ts takes it. */
export function templateContent(template: SendableTemplate, values: TemplateValues) {
  const { name, language, isNamed } = template;
  const given = (where: TemplateParameter["where"]) =>
    template.parameters
      .filter((parameter) => parameter.where === where)
      .map((parameter) => ({ ...parameter, value: cleanValue(values[valueKey(parameter)] ?? "") }));
  const [header] = given("header");
  const body = given("body");
  const inOrder = [...body].sort((one, other) => Number(one.key) - Number(other.key));
  const buttons = given("button").map(({ key, kind, value }) => ({
    kind: kind === "copy_code" ? "copy_code" : "url",
    index: Number(key),
    value,
  }));
  return {
    type: "template",
    name,
    language,
    parameters: {
      ...(header && { header: headerOf(header, isNamed) }),
      ...(body.length > 0 && {
        body: isNamed
          ? Object.fromEntries(body.map(({ key, value }) => [key, value]))
          : inOrder.map(({ value }) => value),
      }),
      ...(buttons.length > 0 && { buttons }),
    },
    preview: fillText(template.body, "body", values),
  };
}

function headerOf({ kind, key, value }: TemplateParameter & { value: string }, isNamed: boolean) {
  if (kind !== "text") return { type: kind, assetId: value };
  return { type: "text", text: value, ...(isNamed && { name: key }) };
}

/** A place on a map cannot be given here. */
export const canBeFilled = ({ parameters }: Pick<SendableTemplate, "parameters">) =>
  parameters.every(({ kind }) => kind !== "location");
