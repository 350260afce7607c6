"use client";

import { Lock } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import type { EventItem, NoteItem } from "@/app/_contract/thread";
import { MessageText } from "./message-text";

/** Something that happened in the conversation: one quiet line. */
export function EventLine({ item }: { item: EventItem }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const at = new Date(item.at);
  const who = item.actorName ?? t("author.system");
  const key = `events.${item.action}` as "events.take_over";
  const sentence = t.has(key)
    ? t(key, { who, ...valuesOf(item, format) })
    : t("events.other", { who, action: item.action.replaceAll("_", " ") });
  return (
    <p className="mx-auto my-2 max-w-[min(32rem,90%)] text-center text-soft text-xs">
      <span dir="auto">{sentence}</span>{" "}
      <time
        dateTime={item.at}
        title={format.dateTime(at, { dateStyle: "full", timeStyle: "medium" })}
        className="whitespace-nowrap"
      >
        {format.dateTime(at, { timeStyle: "short" })}
      </time>
    </p>
  );
}

/** What the sentences of events may name. */
function valuesOf({ details }: EventItem, format: ReturnType<typeof useFormatter>) {
  const { assigneeName, until, reason, added, removed } = details;
  const words = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const list = (value: unknown, sign: string) =>
    Array.isArray(value) ? value.map((name) => `${sign}${String(name)}`) : [];
  const time = words(until);
  return {
    assigneeName: words(assigneeName) ?? "none",
    until:
      time && !Number.isNaN(Date.parse(time))
        ? format.dateTime(new Date(time), { dateStyle: "medium", timeStyle: "short" })
        : "–",
    reason: words(reason) ?? "–",
    labels: [...list(added, "+ "), ...list(removed, "− ")].join(", ") || "–",
  };
}

/** What colleagues tell each other; the customer never sees it. */
export function NoteBubble({ item }: { item: NoteItem }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const at = new Date(item.at);
  return (
    <article
      aria-label={t("note.label", { who: item.authorName ?? t("author.gone") })}
      className="mx-auto my-2 w-[min(36rem,100%)] rounded-xl border border-note-line bg-note px-3 py-2 text-[0.9375rem] text-note-text leading-[1.4]"
    >
      <p className="mb-0.5 flex items-center gap-1 text-xs">
        <Lock aria-hidden className="size-3.5" />
        <bdi className="font-medium">{item.authorName ?? t("author.gone")}</bdi>
        <span>· {t("note.hidden")}</span>
        <time
          dateTime={item.at}
          className="ms-auto"
          title={format.dateTime(at, { dateStyle: "full", timeStyle: "medium" })}
        >
          {format.dateTime(at, { timeStyle: "short" })}
        </time>
      </p>
      <MessageText text={item.body} />
    </article>
  );
}
