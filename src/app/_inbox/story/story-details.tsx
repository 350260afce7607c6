"use client";

import { useTranslations } from "use-intl";
import type { StoryLine } from "./story-lines";

/** What is looked at only when it is asked for: what the model wrote, a tool's arguments and what it was told. */
export function StoryDetails({ line }: { line: StoryLine }) {
  const t = useTranslations("story");
  if (line.kind !== "step") return null;
  const { step } = line;
  if (step.kind === "asked")
    return step.content.trim() === "" ? null : <Fold title={t("details.wrote")} text={step.content} />;
  if (step.kind !== "tool") return null;
  return (
    <>
      <Fold title={t("details.arguments")} text={inWords(step.arguments)} isCode />
      {step.error === null && step.result !== null && step.result !== undefined && (
        <Fold title={t("details.result")} text={inWords(step.result)} isCode />
      )}
      {step.passages && step.passages.length > 0 && (
        <Fold
          title={t("details.found")}
          text={[...new Set(step.passages.map(({ title }) => title))].join("\n")}
        />
      )}
    </>
  );
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "–");
}

function Fold({ title, text, isCode = false }: { title: string; text: string; isCode?: boolean }) {
  return (
    <details className="mt-1">
      <summary className="w-fit text-[0.8125rem] text-info-text">{title}</summary>
      <pre
        dir={isCode ? "ltr" : "auto"}
        className={`mt-1 max-h-64 overflow-auto whitespace-pre-wrap rounded-md bg-sunken p-2 text-xs wrap-anywhere ${isCode ? "font-mono" : "font-sans"}`}
      >
        {text}
      </pre>
    </details>
  );
}
