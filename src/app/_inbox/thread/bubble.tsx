"use client";

import clsx from "clsx";
import { Ban, Forward, Smartphone, Sparkles } from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { BubbleContent } from "./bubble-content";
import { BubbleTools } from "./bubble-tools";
import { DeliveryStrip } from "./delivery-strip";
import { MessageMeta } from "./message-meta";
import { readBeside } from "./read-content";
import type { ShownMessage } from "./thread-rows";

const looks = {
  CUSTOMER: "bg-raised shadow-control",
  BOT: "bg-bubble-bot",
  PERSON: "bg-bubble-own",
  PHONE: "bg-bubble-own",
} as const;

interface Props {
  item: ShownMessage;
  isFirst: boolean;
  isLast: boolean;
  isGroup: boolean;
  onJump: (messageId: number) => void;
}

/** One message. It changes only when its item does, however often the thread is drawn again. */
export const Bubble = memo(function Bubble({ item, isFirst, isLast, isGroup, onJump }: Props) {
  const t = useTranslations("thread");
  const isTheirs = item.author === "CUSTOMER";
  const { sender, forwarded } = readBeside(item.content);
  const name = isTheirs && isGroup ? (sender ?? item.authorName) : item.authorName;
  const who = isTheirs
    ? (name ?? t("author.CUSTOMER"))
    : item.author === "PERSON"
      ? (name ?? t("author.PERSON"))
      : t(`author.${item.author}`);
  return (
    <article
      id={`message-${item.id}`}
      data-message={item.id}
      tabIndex={-1}
      aria-label={t("author.says", { who })}
      className={clsx(
        "group/bubble relative flex scroll-my-16 flex-col rounded-xl outline-none",
        isTheirs ? "items-start" : "items-end",
        isLast ? "mb-2" : "mb-0.5",
      )}
    >
      {isFirst && (!isTheirs || (isGroup && name !== null)) && <AuthorLine who={who} item={item} />}
      <div className={clsx("flex max-w-full items-start gap-1", !isTheirs && "flex-row-reverse")}>
        <div
          data-bubble
          className={clsx(
            "relative min-w-0 max-w-[min(36rem,100%)] rounded-2xl px-3 pt-2 pb-1.5 text-[0.9375rem] leading-[1.4]",
            looks[item.author],
            isLast && (isTheirs ? "rounded-es-md" : "rounded-ee-md"),
            item.local?.state === "queued" && "opacity-75",
          )}
        >
          {forwarded !== null && !item.isRevoked && (
            <p className="mb-0.5 flex items-center gap-1 text-soft text-xs italic">
              <Forward aria-hidden className="size-3.5 rtl:-scale-x-100" /> {t(`forwarded.${forwarded}`)}
            </p>
          )}
          {item.quoted && !item.isRevoked && <Quote item={item} onJump={onJump} />}
          {item.isRevoked ? (
            <p className="flex items-center gap-1.5 text-soft italic">
              <Ban aria-hidden className="size-4" /> {t(isTheirs ? "revoked.theirs" : "revoked.ours")}
            </p>
          ) : (
            <BubbleContent item={item} />
          )}
          <MessageMeta item={item} />
          <Reactions item={item} />
        </div>
        <BubbleTools item={item} />
      </div>
      {item.reactions.length > 0 && <div className="h-3" />}
      <DeliveryStrip item={item} />
    </article>
  );
});

function AuthorLine({ who, item }: { who: string; item: ShownMessage }) {
  const Icon = { BOT: Sparkles, PHONE: Smartphone, PERSON: null, CUSTOMER: null }[item.author];
  return (
    <p className="mb-0.5 flex items-center gap-1 px-1 text-soft text-xs">
      {Icon && <Icon aria-hidden className="size-3.5" />}
      <bdi>{who}</bdi>
    </p>
  );
}

function Quote({ item, onJump }: { item: ShownMessage; onJump: (messageId: number) => void }) {
  const t = useTranslations("thread");
  const { quoted } = item;
  if (!quoted) return null;
  const { messageId, author, text } = quoted;
  const words = (
    <>
      <span className="block font-medium text-accent-text text-xs">
        {author === null ? t("quote.unknown") : t(`author.${author}`)}
      </span>
      <span dir="auto" className="line-clamp-2 text-soft text-sm wrap-anywhere">
        {text ?? t("quote.gone")}
      </span>
    </>
  );
  const look = "mb-1 block w-full rounded-md border-accent border-s-3 bg-ink/6 px-2 py-1 text-start";
  if (messageId === null) return <div className={look}>{words}</div>;
  return (
    <button
      type="button"
      onClick={() => onJump(messageId)}
      className={clsx(look, "cursor-pointer hover:bg-ink/10")}
    >
      <span className="sr-only">{t("quote.jump")} </span>
      {words}
    </button>
  );
}

function Reactions({ item }: { item: ShownMessage }) {
  const t = useTranslations("thread");
  if (item.reactions.length === 0) return null;
  return (
    <ul
      aria-label={t("reactions.label")}
      className="absolute start-2 -bottom-4 z-1 flex gap-0.5 rounded-full border border-line bg-raised px-1.5 py-0.5 text-sm leading-5"
    >
      {item.reactions.map(({ emoji, author }) => (
        <li key={`${author}-${emoji}`} title={t(`author.${author}`)}>
          <span aria-hidden>{emoji}</span>
          <span className="sr-only">{t("reactions.one", { emoji, who: t(`author.${author}`) })}</span>
        </li>
      ))}
    </ul>
  );
}
