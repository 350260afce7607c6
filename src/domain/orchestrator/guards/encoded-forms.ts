// In which disguises a text may come: whoever asks a model to leak something asks for it in another spelling.

const BASE64_RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const HEX_RUN = /(?:[0-9a-fA-F]{2}[\s:]?){12,}/g;
const FORMS_MAX = 200;

/** The text itself, backwards, with the alphabet turned by 13, and what its runs of base64 or hex stand for. */
export function encodedForms(text: string): string[] {
  const plain = [text, [...text].reverse().join(""), rot13(text)];
  const joined = text.replaceAll(/\s+/g, "");
  const runs = [joined, text].flatMap((each) => [...each.matchAll(BASE64_RUN)].map(([run]) => run));
  const decoded = runs.flatMap((run) => [0, 1, 2, 3].map((skip) => decode(run.slice(skip), "base64")));
  const hex = [...text.matchAll(HEX_RUN)].map(([run]) => decode(run.replaceAll(/[\s:]/g, ""), "hex"));
  return [...plain, ...[...hex, ...decoded].slice(0, FORMS_MAX)];
}

function decode(run: string, encoding: "base64" | "hex"): string {
  return Buffer.from(run, encoding).toString("utf8");
}

function rot13(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => {
    const first = letter <= "Z" ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
}
