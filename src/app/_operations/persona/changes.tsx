"use client";

import { useTranslations } from "use-intl";
import type { PersonaChange } from "./change";

/** Field by field, what was said before and what is said then. */
export function Changes({ changes }: { changes: PersonaChange[] }) {
  const t = useTranslations("operations.persona");
  if (changes.length === 0) return <p className="text-[0.8125rem] text-soft">{t("noChanges")}</p>;
  return (
    <ul className="flex flex-col gap-3">
      {changes.map(({ path, before, after }) => (
        <li key={path} className="text-[0.8125rem]">
          <code className="text-xs text-faint">{path}</code>
          <Lines kind="before" lines={without(linesOf(before), linesOf(after))} />
          <Lines kind="after" lines={without(linesOf(after), linesOf(before))} />
        </li>
      ))}
    </ul>
  );
}

function Lines({ kind, lines }: { kind: "before" | "after"; lines: string[] }) {
  const t = useTranslations("operations.persona");
  const [Mark, sign, colours] =
    kind === "before"
      ? (["del", "−", "bg-danger-soft text-danger-text"] as const)
      : (["ins", "+", "bg-accent-soft text-accent-text"] as const);
  return lines.map((line) => (
    <Mark
      key={line}
      dir="auto"
      className={`mt-1 block rounded px-2 py-0.5 break-words whitespace-pre-wrap no-underline ${colours}`}
    >
      <span aria-hidden="true">{sign} </span>
      <span className="sr-only">{t(kind)}: </span>
      {line}
    </Mark>
  ));
}

/** Of lists, only the lines in which they differ. */
function without(lines: string[], others: string[]): string[] {
  const rest = lines.filter((line) => !others.includes(line));
  return [...new Set(rest)];
}

function linesOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(String);
  return [typeof value === "string" ? value : JSON.stringify(value)];
}
