"use client";

import clsx from "clsx";
import { type MouseEvent, memo } from "react";
import { useTranslations } from "use-intl";
import type { ConversationRow } from "@/app/_contract/conversation";
import { Avatar } from "@/app/_kit/avatar";
import { RelativeTime } from "@/app/_kit/relative-time";
import { Ticks } from "@/app/_kit/ticks";
import { useSession } from "../shell/session";
import { rowElementId } from "./focus-row";
import { LineMarks } from "./line-marks";
import { QuickActions } from "./quick-actions";

const UNREAD_MAX = 9;

interface ConversationLineProps {
  row: ConversationRow;
  /** From the top of the list, in pixels. */
  top: number;
  position: { at: number; of: number };
  isOpen: boolean;
  isTabbable: boolean;
  isSelected: boolean;
  /** Something is selected: every row shows its box. */
  isSelecting: boolean;
  onFocus: (id: number) => void;
  onOpen: (id: number) => void;
  onSelect: (id: number, isRange: boolean) => void;
}

/** A conversation in the list: who, what was last said and by whom, and what wants attention. */
export const ConversationLine = memo(function ConversationLine(props: ConversationLineProps) {
  const { row, top, position, isOpen, isTabbable, isSelected, isSelecting } = props;
  const isUnread = row.unread > 0;
  return (
    <li
      aria-setsize={position.of}
      aria-posinset={position.at}
      style={{ transform: `translateY(${top}px)` }}
      className={clsx(
        "group absolute inset-x-0 top-0 h-21 border-b border-line/70 transition-[transform,background-color] duration-200 ease-out [[data-still]_&]:transition-none",
        isSelected || isOpen ? "bg-selected" : "hover:bg-hover",
      )}
    >
      {isOpen && <span aria-hidden="true" className="absolute inset-y-0 start-0 z-1 w-0.75 bg-accent" />}
      <RowLink {...props}>
        <span
          className={clsx(
            "shrink-0 pt-0.5",
            isSelecting ? "invisible" : "[@media(hover:hover)]:group-hover:invisible",
          )}
        >
          <Avatar name={row.customer.name} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1">
              <span
                className={clsx(
                  "block w-fit max-w-full truncate text-sm",
                  isUnread ? "font-semibold" : "font-medium",
                )}
                dir="auto"
              >
                {row.customer.name}
              </span>
            </span>
            {row.lastMessageAt && (
              <RelativeTime
                at={row.lastMessageAt}
                isShort
                className={clsx(
                  "tnum shrink-0 text-xs",
                  isUnread ? "font-medium text-accent-text" : "text-faint",
                )}
              />
            )}
          </span>
          <span className="mt-0.5 flex items-center gap-1.5">
            <Preview row={row} isUnread={isUnread} />
            {isUnread && <UnreadBadge unread={row.unread} />}
          </span>
          <LineMarks row={row} />
        </span>
      </RowLink>
      <SelectBox {...props} />
      <QuickActions row={row} isTabbable={isTabbable} />
    </li>
  );
});

function RowLink({
  row,
  isOpen,
  isTabbable,
  onFocus,
  onOpen,
  children,
}: ConversationLineProps & { children: React.ReactNode }) {
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return; // To be opened in a tab of its own.
    event.preventDefault();
    onOpen(row.id);
  };
  return (
    <a
      id={rowElementId(row.id)}
      href={`/inbox?conversation=${row.id}`}
      tabIndex={isTabbable ? 0 : -1}
      aria-current={isOpen ? "page" : undefined}
      onClick={open}
      onFocus={() => onFocus(row.id)}
      className="focus-inset flex h-full gap-3 px-3.5 py-2.5"
    >
      {children}
    </a>
  );
}

/** In the place of the picture, which gives way to it. */
function SelectBox({ row, isSelected, isSelecting, isTabbable, onSelect }: ConversationLineProps) {
  const t = useTranslations("inbox");
  return (
    <label
      className={clsx(
        "absolute start-3.5 top-3 flex size-9 items-center justify-center",
        isSelecting ? "" : "opacity-0 focus-within:opacity-100 group-hover:opacity-100 touch:hidden",
      )}
    >
      <span className="sr-only">{t("selectOne", { name: row.customer.name })}</span>
      <input
        type="checkbox"
        checked={isSelected}
        tabIndex={isTabbable ? 0 : -1}
        onChange={(event) => onSelect(row.id, (event.nativeEvent as unknown as MouseEvent).shiftKey)}
        className="size-4 accent-accent"
      />
    </label>
  );
}

/** Who said it comes first: one's own side by its name, the customer without. */
function Preview({ row: { last }, isUnread }: { row: ConversationRow; isUnread: boolean }) {
  const t = useTranslations("inbox");
  const { user } = useSession();
  if (!last) return <span className="flex-1 text-[0.8125rem] text-faint">{t("noMessages")}</span>;
  const { author, authorName, preview, status } = last;
  const who = {
    CUSTOMER: null,
    BOT: t("by.bot"),
    PHONE: t("by.phone"),
    PERSON: authorName === user.name ? t("by.you") : (authorName ?? t("by.someone")),
  }[author];
  return (
    // Another message comes in the place of the one before, whose words do not move aside for its ticks.
    <span
      key={`${author} ${preview}`}
      className={clsx(
        "flex min-w-0 flex-1 items-center gap-1 text-[0.8125rem]",
        isUnread ? "text-ink" : "text-soft",
      )}
    >
      <Ticks status={status} />
      <span className="truncate">
        {who && (
          <>
            <bdi className="text-faint">{who}</bdi>
            <span className="text-faint">{": "}</span>
          </>
        )}
        <bdi>{preview}</bdi>
      </span>
    </span>
  );
}

function UnreadBadge({ unread }: { unread: number }) {
  const t = useTranslations("inbox");
  return (
    <span className="tnum flex h-4.5 min-w-4.5 shrink-0 items-center justify-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-semibold text-accent-ink">
      <span aria-hidden="true">{unread > UNREAD_MAX ? `${UNREAD_MAX}+` : unread}</span>
      <span className="sr-only">{t("unread", { count: Math.min(unread, UNREAD_MAX) })}</span>
    </span>
  );
}
