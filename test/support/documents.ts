import { readFileSync } from "node:fs";

/** The fenced blocks of a language in a document below a heading, in their order. @throws when there is none. */
export function blocksOf(document: string, heading: string, language: string): string[] {
  const sections = readFileSync(document, "utf8").split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${heading}\n`));
  const blocks = [...(section ?? "").matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))];
  if (blocks.length === 0) throw new Error(`${document} has no ${language} block below "${heading}"`);
  return blocks.map(([, block]) => (block ?? "").trim());
}
