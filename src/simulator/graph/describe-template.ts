import { createHash } from "node:crypto";
import type { JsonObject } from "../webhooks/envelope";
import { placeholdersOf } from "./fill-template";
import type { Template } from "./template";

/** Sixteen digits that stay the same as long as name and language do. */
function templateId({ name, language }: Template): string {
  const number = createHash("sha256").update(`${name} ${language}`).digest().readBigUInt64BE(0);
  return String(number % 10n ** 15n).padStart(16, "1");
}

function headerOf({ header }: Template): JsonObject[] {
  if (!header) return [];
  const format = header.format.toUpperCase();
  return [{ type: "HEADER", format, ...(header.format === "text" ? { text: header.text } : {}) }];
}

function buttonsOf({ buttons }: Template): JsonObject[] {
  if (!buttons || buttons.length === 0) return [];
  const list = buttons.map(({ type, text, url, phoneNumber }) => ({
    type: type.toUpperCase(),
    text,
    url,
    phone_number: phoneNumber,
  }));
  return [{ type: "BUTTONS", buttons: list }];
}

/** A template as the account's list of them shows it (WhatsApp Business Account, message_templates). */
export function describeTemplate(template: Template): JsonObject {
  const { name, language, category, status, body, footer, quality } = template;
  const isNamed = placeholdersOf(body).some((placeholder) => !/^\d+$/.test(placeholder));
  return {
    id: templateId(template),
    name,
    language,
    category: category.toUpperCase(),
    status: status.toUpperCase(),
    parameter_format: isNamed ? "NAMED" : "POSITIONAL",
    components: [
      ...headerOf(template),
      { type: "BODY", text: body },
      ...(footer ? [{ type: "FOOTER", text: footer }] : []),
      ...buttonsOf(template),
    ],
    quality_score: { score: quality, date: 1_760_000_000 },
    rejected_reason: status === "rejected" ? "INCORRECT_CATEGORY" : "NONE",
  };
}
