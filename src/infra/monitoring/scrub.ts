// What leaves this house for Sentry or Slack: sentences for operators, without secrets, phone numbers or message texts.
// Errors of others may quote any of them.

import { secretValues } from "@/lib/secret-values";

const TEXT_MAX = 1_000;

const shapes: [RegExp, string][] = [
  // Before the rest: a URL's password is part of it.
  [/\b([a-z][a-z0-9+]*:\/\/)[^\s/@]+@/gi, "$1[secret]@"],
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, "$1 [secret]"],
  [/\b(token|access_token|api[_-]?key|secret|password|hub\.verify_token)=[^\s&"']+/gi, "$1=[secret]"],
  [/\b(EAA[A-Za-z0-9]{8,}|sk-[A-Za-z0-9_-]{8,}|xox[a-z]-[A-Za-z0-9-]{8,})/g, "[secret]"],
  // A wamid holds the customer's number (base64).
  [/\bwamid\.[A-Za-z0-9+/=_-]+/g, "wamid.[hidden]"],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "[email]"],
  // Neither a date nor an IPv4 address is one.
  [/(?<!\d[.-]?)(?!\d{4}-\d\d-\d\d)(?!\d{1,3}(\.\d{1,3}){3}(?![\d.]))\+?\d[\d\s().-]{6,}\d/g, "[number]"],
];

/** What is quoted may be a customer's text, unless the word before says that it is a name of ours. */
const quotation =
  /(?<!\w)(?<!\b(?:column|relation|table|constraint|type|index|enum|function|sequence|schema|database|role|model) )(["'`«“])(?:(?!["`»”]).)*?["'`»”](?!\w)/gs;

export function scrub(text: string): string {
  let clean = text.slice(0, TEXT_MAX * 4);
  for (const value of secretValues()) clean = clean.replaceAll(value, "[secret]");
  for (const [shape, replacement] of shapes) clean = clean.replace(shape, replacement);
  return clean.replace(quotation, "$1[text]$1").slice(0, TEXT_MAX);
}
