"use client";

import clsx from "clsx";
import { useFormatter, useTranslations } from "use-intl";
import { Ticks } from "@/app/_kit/ticks";
import { BubbleActions, type MessageAction } from "./bubble-actions";
import { BubbleContent } from "./bubble-content";
import { type Choice, choicesOf } from "./samples";
import type { PhoneMessage } from "./world";

interface BubbleProps {
  message: PhoneMessage;
  /** The message it answers. */
  quoted: PhoneMessage | undefined;
  /** The first of several of one side. */
  isFirst: boolean;
  onChoose: (choice: Choice, message: PhoneMessage) => void;
  onAction: (action: MessageAction, message: PhoneMessage) => void;
}

export function Bubble({ message, quoted, isFirst, onChoose, onAction }: BubbleProps) {
  const t = useTranslations("phone");
  const format = useFormatter();
  const { isMine, type, isRevoked, editedText, status, code } = message;
  const isBare = type === "sticker" && !isRevoked;
  const reactions = [...new Set(message.reactions.values())];
  const time = format.dateTime(message.at, { timeStyle: "short" });
  return (
    <div
      className={clsx(
        "group flex max-w-[86%] animate-[rise_160ms_var(--ease-out)] items-center gap-1",
        isMine ? "flex-row-reverse self-end" : "self-start",
        isFirst ? "mt-2.5" : "mt-0.5",
        reactions.length > 0 && "mb-3",
      )}
    >
      <div className={clsx("relative min-w-0", !isBare && bubbleClass(isMine, isFirst))}>
        {quoted && <Quote message={quoted} />}
        {isRevoked ? (
          <p className="text-soft italic">{t("thread.revoked")}</p>
        ) : (
          <BubbleContent message={editedText === undefined ? message : { ...message, text: editedText }} />
        )}
        <p className="mt-0.5 flex items-center justify-end gap-1 text-[0.6875rem] leading-4 text-soft">
          {editedText !== undefined && !isRevoked && <span>{t("thread.edited")}</span>}
          {status === "FAILED" && (
            <span className="text-danger-text">{t("thread.failed", { code: code ?? "" })}</span>
          )}
          <time dateTime={new Date(message.at).toISOString()} className="tnum">
            {time}
          </time>
          <Ticks status={status} />
        </p>
        {!isMine && <Choices message={message} onChoose={onChoose} />}
        {reactions.length > 0 && (
          <span className="absolute -bottom-3.5 start-2 rounded-full border border-line bg-raised px-1.5 text-sm shadow-control">
            {reactions.join("")}
          </span>
        )}
      </div>
      {!isRevoked && <BubbleActions message={message} onAction={onAction} />}
    </div>
  );
}

function bubbleClass(isMine: boolean, isFirst: boolean): string {
  return clsx(
    "rounded-2xl px-2.5 pt-1.5 pb-1 shadow-control",
    isMine
      ? "bg-[light-dark(#d8f2e2,#14503a)] text-[light-dark(#0f231a,#ecf7f1)]"
      : "bg-[light-dark(#ffffff,#20272a)] text-ink",
    isFirst && (isMine ? "rounded-se-md" : "rounded-ss-md"),
  );
}

function Quote({ message }: { message: PhoneMessage }) {
  const t = useTranslations("phone");
  return (
    <div className="mb-1 rounded-lg border-s-4 border-accent bg-black/5 px-2 py-1 text-[0.8125rem] leading-4.5 text-soft">
      <p className="font-medium text-accent-text">{message.isMine ? t("panes.phone") : t("business.name")}</p>
      <p dir="auto" className="line-clamp-2">
        {message.text || message.type}
      </p>
    </div>
  );
}

function Choices({ message, onChoose }: Pick<BubbleProps, "message" | "onChoose">) {
  const choices = choicesOf(message);
  if (choices.length === 0) return null;
  return (
    <div className="-mx-2.5 mt-1 flex flex-col divide-y divide-line border-t border-line">
      {choices.map((choice) => (
        <button
          key={JSON.stringify(choice.content)}
          type="button"
          onClick={() => onChoose(choice, message)}
          className="focus-inset min-h-9 px-3 py-1.5 text-center text-sm font-medium text-accent-text last:rounded-b-xl hover:bg-hover touch:min-h-11"
        >
          <span dir="auto">{choice.title}</span>
          {choice.description && (
            <span dir="auto" className="block text-xs font-normal text-soft">
              {choice.description}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
