"use client";

import clsx from "clsx";
import {
  BellRing,
  Brain,
  CheckCheck,
  CircleAlert,
  CircleDashed,
  Copy,
  Gavel,
  Inbox,
  MessageCircle,
  Rows3,
  Send,
  ShieldAlert,
  SkipForward,
  UserRound,
  Webhook,
  Wrench,
} from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import type { MessageStory as Story } from "@/app/_contract/story";
import { IconButton } from "@/app/_kit/icon-button";
import { useToast } from "@/app/_kit/toast";
import { StoryDetails } from "./story-details";
import { type StoryLine, storyLines } from "./story-lines";
import { useStoryWords } from "./use-story-words";

function iconOf(line: StoryLine) {
  if (line.kind === "step")
    return { asked: Brain, tool: Wrench, finding: ShieldAlert, skipped: SkipForward }[line.step.kind];
  const icons = {
    webhook: Webhook,
    inbound: MessageCircle,
    job: Rows3,
    turn: Brain,
    decision: Gavel,
    send: Send,
    unknown: CircleDashed,
    settled: Inbox,
    receipt: CheckCheck,
    notification: BellRing,
    intervention: UserRound,
  };
  return isBad(line) ? CircleAlert : icons[line.kind];
}

function isBad(line: StoryLine): boolean {
  if (line.kind === "settled") return line.send.status === "refused";
  if (line.kind === "receipt") return line.receipt.errorCode !== null;
  return line.kind === "step" && line.step.kind === "asked" && line.step.errorCode !== null;
}

/** The id by which the logs, the operations pages and Meta know it. */
function idOf(line: StoryLine): string | null {
  const id = {
    webhook: () => (line.kind === "webhook" ? line.webhook.id : null),
    inbound: () => (line.kind === "inbound" ? line.message.id : null),
    job: () => (line.kind === "job" ? line.job.id : null),
    turn: () => (line.kind === "turn" ? line.turn.id : null),
    step: () => (line.kind === "step" && line.step.kind === "asked" ? line.step.callId : null),
    send: () => (line.kind === "send" ? (line.send.providerMessageId ?? line.send.id) : null),
    receipt: () => (line.kind === "receipt" ? line.receipt.id : null),
  }[line.kind as "job"]?.();
  return id === null || id === undefined ? null : String(id);
}

export function StoryTimeline({ story }: { story: Story }) {
  const t = useTranslations("story");
  const lines = storyLines(story);
  if (lines.length === 0) return <p className="text-soft text-sm">{t("nothing")}</p>;
  return (
    <section>
      <h3 className="mb-2 font-medium text-[0.8125rem]">{t("timeline")}</h3>
      <ol className="relative">
        {lines.map((line, at) => (
          <Line key={line.key} line={line} isLast={at === lines.length - 1} since={lines[0]?.at ?? line.at} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line, isLast, since }: { line: StoryLine; isLast: boolean; since: number }) {
  const format = useFormatter();
  const t = useTranslations("story");
  const { title, text } = useStoryWords(line);
  const Icon = iconOf(line);
  const date = new Date(line.at);
  const after = line.at - since;
  return (
    <li className="relative flex gap-3 pb-4">
      {!isLast && <span aria-hidden className="absolute start-3 top-7 bottom-0 w-px bg-line-strong" />}
      <span
        className={clsx(
          "z-1 grid size-6 shrink-0 place-items-center rounded-full",
          isBad(line)
            ? "bg-danger-soft text-danger-text"
            : line.kind === "unknown"
              ? "bg-warn-soft text-warn-text"
              : "bg-sunken text-soft",
        )}
      >
        <Icon aria-hidden className="size-3.5" />
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium" dir="auto">
          {title}
        </p>
        {text !== null && (
          <p dir="auto" className="text-soft wrap-anywhere">
            {text}
          </p>
        )}
        <StoryDetails line={line} />
        <p className="tnum flex min-h-6 flex-wrap items-center gap-x-2 text-soft text-xs">
          <time dateTime={date.toISOString()}>{format.dateTime(date, { timeStyle: "medium" })}</time>
          {after > 0 && (
            <span>{t("after", { seconds: format.number(after / 1000, { maximumFractionDigits: 1 }) })}</span>
          )}
          <Id value={idOf(line)} />
        </p>
      </div>
    </li>
  );
}

function Id({ value }: { value: string | null }) {
  const t = useTranslations("story");
  const toast = useToast();
  if (value === null) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      toast({ title: t("copied") });
    } catch {
      toast({ title: t("notCopied"), kind: "error" });
    }
  };
  return (
    <span className="inline-flex min-w-0 items-center">
      <bdi dir="ltr" className="max-w-48 truncate font-mono">
        {value}
      </bdi>
      <IconButton label={t("copyId")} size="small" onClick={copy}>
        <Copy aria-hidden className="size-3" />
      </IconButton>
    </span>
  );
}
