import { type TextPart, textParts } from "./text-parts";

/** A text of a person or of the bot: its lines, WhatsApp's marks and links, and nothing that could run. */
export function MessageText({ text }: { text: string }) {
  return (
    <span dir="auto" className="block whitespace-pre-wrap wrap-anywhere">
      <Parts parts={textParts(text)} />
    </span>
  );
}

function Parts({ parts }: { parts: TextPart[] }) {
  return parts.map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no names, and change only with the whole of it
    <Part key={at} part={part} />
  ));
}

function Part({ part }: { part: TextPart }) {
  if (part.kind === "text") return part.text;
  if (part.kind === "code")
    return <code className="rounded bg-ink/8 px-1 py-0.5 font-mono text-[0.9em]">{part.text}</code>;
  if (part.kind === "link")
    return (
      <a
        href={part.href}
        target="_blank"
        rel="noreferrer noopener"
        dir="ltr"
        className="text-info-text underline decoration-1 underline-offset-2 hover:decoration-2"
      >
        {part.text}
      </a>
    );
  const Mark = part.kind;
  return (
    <Mark>
      <Parts parts={part.parts} />
    </Mark>
  );
}
