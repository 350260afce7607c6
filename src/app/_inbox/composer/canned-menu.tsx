"use client";

import clsx from "clsx";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { CannedReply } from "./canned";

interface Props {
  id: string;
  replies: CannedReply[];
  at: number;
  onChoose: (reply: CannedReply) => void;
  onPoint: (at: number) => void;
}

/** Above the box while "/" is typed; the keys stay with the box (aria-activedescendant). */
export function CannedMenu({ id, replies, at, onChoose, onPoint }: Props) {
  const t = useTranslations("composer");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div className="popup absolute inset-x-2 bottom-full z-20 mb-1 max-h-72 overflow-y-auto p-1">
      {replies.length === 0 && <p className="px-2.5 py-2 text-soft text-sm">{t("canned.none")}</p>}
      <div ref={list} id={id} role="listbox" aria-label={t("canned.label")}>
        {replies.map((reply, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keys
          <div
            key={reply.id}
            id={`${id}-${index}`}
            data-at={index}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onPointerMove={() => onPoint(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(reply)}
            className={clsx(
              "flex cursor-default gap-3 rounded-md px-2.5 py-1.5 text-sm",
              index === at && "bg-hover",
            )}
          >
            <span className="w-28 shrink-0 truncate font-medium text-accent-text" dir="auto">
              /{reply.shortcut}
            </span>
            <span className="line-clamp-2 min-w-0 text-soft" dir="auto">
              {reply.body}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
