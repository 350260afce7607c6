import { secretValues } from "@/lib/secret-values";

const HIDDEN = "[hidden]";

const shapes: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, `$1 ${HIDDEN}`],
  [/\b(access_token|token|api[_-]?key|hub\.verify_token)=[^\s&"'\\]+/gi, `$1=${HIDDEN}`],
  [/\b(EAA[A-Za-z0-9]{8,}|sk-[A-Za-z0-9_-]{8,})/g, HIDDEN],
];

/** Shorter values are words that anybody may write, such as the "scripted" key of the demo's AI. */
const VALUE_MIN = 12;

/** What the request inspector may show: the same text without any secret of this process, or what looks like a token. */
export function redact(text: string): string {
  let shown = text;
  for (const value of secretValues()) if (value.length >= VALUE_MIN) shown = shown.replaceAll(value, HIDDEN);
  for (const [shape, replacement] of shapes) shown = shown.replace(shape, replacement);
  return shown;
}

/** The same for a stream of lines: a secret may come in two pieces, but never in two lines. */
export function redactLines(): TransformStream<string, string> {
  let rest = "";
  return new TransformStream({
    transform(piece, controller) {
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      if (lines.length > 0) controller.enqueue(redact(`${lines.join("\n")}\n`));
    },
    flush(controller) {
      if (rest) controller.enqueue(redact(rest));
    },
  });
}
