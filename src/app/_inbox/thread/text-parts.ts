// A message's text as pieces that can be shown: links, and WhatsApp's own marks (*bold*, _italic_, ~struck~, `code`). The text
// is data: what comes out is put into React's elements, never into HTML.

export type TextPart =
  | { kind: "text"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "code"; text: string }
  | { kind: "strong" | "em" | "del"; parts: TextPart[] };

/** Turning the direction of writing within an address would show another one than is opened. */
const ADDRESS = String.raw`(?:https?:\/\/|www\.)[^\s<>"\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,2000}`;
const CODE = "```[^`]+```|`[^`\\n]+`";
const marked = (mark: string) =>
  String.raw`(?<![\p{L}\p{N}${mark}])${mark}(?=[^\s${mark}])[^${mark}\n]*[^\s${mark}]${mark}(?![\p{L}\p{N}${mark}])`;
const PIECE = new RegExp([CODE, ADDRESS, marked(String.raw`\*`), marked("_"), marked("~")].join("|"), "giu");

const marks = { "*": "strong", _: "em", "~": "del" } as const;

/** The text in pieces, in its order; nothing of it is lost but the marks themselves. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let shown = 0;
  for (const found of text.matchAll(PIECE)) {
    const [piece] = found;
    const part = readPiece(piece);
    if (!part) continue;
    if (found.index > shown) parts.push({ kind: "text", text: text.slice(shown, found.index) });
    parts.push(part);
    shown = found.index + (part.kind === "link" ? part.text.length : piece.length);
  }
  if (shown < text.length) parts.push({ kind: "text", text: text.slice(shown) });
  return parts;
}

function readPiece(piece: string): TextPart | undefined {
  const first = piece[0] as "*" | "_" | "~" | "`";
  if (first === "`") return { kind: "code", text: piece.replace(/^`+|`+$/g, "") };
  if (first in marks)
    return { kind: marks[first as keyof typeof marks], parts: textParts(piece.slice(1, -1)) };
  const text = withoutClosing(piece);
  const href = safeAddress(text);
  return href === undefined ? undefined : { kind: "link", text, href };
}

/** A full stop after an address ends the sentence, and a bracket closes one that was opened before it. */
function withoutClosing(address: string): string {
  let text = address;
  for (;;) {
    const shorter = text.replace(/[.,;:!?'*_~…。、]$/u, "");
    const last = shorter.at(-1) ?? "";
    const opening = closes[last];
    const isOpened = opening === undefined || count(shorter, opening) >= count(shorter, last);
    if (isOpened && shorter === text) return text;
    text = isOpened ? shorter : shorter.slice(0, -1);
  }
}

const closes: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

const count = (text: string, character: string) => text.split(character).length - 1;

/** What may be opened at a click: http and https only. Undefined: nothing that a browser would understand so. */
export function safeAddress(text: string): string | undefined {
  const address = /^www\./i.test(text) ? `https://${text}` : text;
  if (!URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? href : undefined;
}
