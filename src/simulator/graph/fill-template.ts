import type { JsonObject } from "../webhooks/envelope";
import { GraphRefusal } from "./graph-error";
import { isObject, type PayloadReader } from "./payload-reader";
import type { Template } from "./template";

const COMPONENT_TYPES = [
  "header",
  "body",
  "footer",
  "button",
  "carousel",
  "limited_time_offer",
  "order_status",
];

const PARAMETER_TYPES = [
  ...["text", "currency", "date_time", "image", "video", "document", "location", "payload", "action"],
  ...["coupon_code", "product", "limited_time_offer", "order_status", "gif"],
];

/** `1` of {{1}} and `name` of {{name}}, each once. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? ""))];
}

/** Meta's own examples write both `body` and `BODY`. */
function kindOf(component: PayloadReader): string {
  return String(component.fields.type).toLowerCase();
}

interface Parameter {
  name?: string;
  type: string;
  value: string;
}

function readParameter(parameter: PayloadReader): Parameter {
  const type = String(parameter.fields.type).toLowerCase();
  if (!PARAMETER_TYPES.includes(type)) throw new GraphRefusal(132012, `${parameter.name("type")}: ${type}`);
  const named = parameter.fields.parameter_name;
  const name = typeof named === "string" ? named : undefined;
  const own = parameter.fields[type];
  if (type === "text" && (typeof own !== "string" || own === "")) {
    throw new GraphRefusal(132018, `${parameter.name("text")} must be a non-empty string`);
  }
  const value = isObject(own) ? (own as JsonObject).fallback_value : own;
  return { name, type, value: String(value ?? type) };
}

function parametersOf(component: PayloadReader | undefined): Parameter[] {
  return component?.has("parameters")
    ? component.list("parameters", { min: 0, max: 100 }).map(readParameter)
    : [];
}

/** Puts the parameters in; named ones by their name, others in their order (template parameters). */
function fill(text: string, parameters: Parameter[], part: string): string {
  const expected = placeholdersOf(text);
  if (parameters.length !== expected.length) {
    const details = `${part}: number of localizable_params (${parameters.length}) does not match the expected number of params (${expected.length})`;
    throw new GraphRefusal(132000, details);
  }
  const isNamed = expected.some((placeholder) => !/^\d+$/.test(placeholder));
  const parameterOf = (placeholder: string) =>
    isNamed
      ? parameters.find(({ name }) => name === placeholder)?.value
      : parameters[Number(placeholder) - 1]?.value;
  const missing = expected.find((placeholder) => parameterOf(placeholder) === undefined);
  if (missing) throw new GraphRefusal(132018, `${part}: parameter ${missing} is missing`);
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, placeholder: string) => parameterOf(placeholder) ?? "");
}

function checkHeader({ header }: Template, parameters: Parameter[]): void {
  if (!header) {
    if (parameters.length > 0) throw new GraphRefusal(132000, "header: the template has none");
    return;
  }
  if (header.format === "text") {
    fill(header.text, parameters, "header");
    return;
  }
  const received = parameters[0]?.type ?? "unknown";
  if (received === header.format) return;
  const details = `header: Format mismatch, expected ${header.format.toUpperCase()}, received ${received.toUpperCase()}`;
  throw new GraphRefusal(132012, details);
}

function checkButtons({ buttons = [] }: Template, components: PayloadReader[]): void {
  const given = components.filter((component) => kindOf(component) === "button");
  for (const component of given) {
    const index = Number(component.fields.index ?? 0);
    if (!buttons[index] && buttons.length > 0)
      throw new GraphRefusal(132018, `there is no button at index ${index}`);
  }
  for (const [index, button] of buttons.entries()) {
    if (button.type !== "url" || placeholdersOf(button.url ?? "").length === 0) continue;
    const component = given.find(({ fields }) => Number(fields.index ?? 0) === index);
    if (parametersOf(component).length > 0) continue;
    throw new GraphRefusal(131008, `Button at index ${index} of type Url requires a parameter`);
  }
}

/** The text that the template makes of a message's components. Throws GraphRefusal 132xxx. */
export function fillTemplate(template: Template, message: PayloadReader): string {
  const components = message.has("components") ? message.list("components", { min: 0, max: 20 }) : [];
  const wrong = components.find((component) => !COMPONENT_TYPES.includes(kindOf(component)));
  wrong?.oneOf("type", COMPONENT_TYPES);
  const find = (type: string) => components.find((component) => kindOf(component) === type);
  checkHeader(template, parametersOf(find("header")));
  checkButtons(template, components);
  return fill(template.body, parametersOf(find("body")), "body");
}
