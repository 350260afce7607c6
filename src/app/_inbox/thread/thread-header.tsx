"use client";

import { Archive, ArchiveRestore } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { ConversationDetails } from "@/app/_contract/conversation";
import { useShortcut } from "@/app/_inbox/keys/use-shortcut";
import type { Triage } from "@/app/_inbox/list/triage";
import { Avatar } from "@/app/_kit/avatar";
import { IconButton } from "@/app/_kit/icon-button";
import { AssignMenu } from "./assign-menu";
import { HandlingStrip } from "./handling-strip";
import { LabelMenu } from "./label-menu";
import { MoreMenu } from "./more-menu";
import { SnoozeMenu } from "./snooze-menu";
import { WindowMark } from "./window-mark";

export interface HeaderProps {
  conversation: ConversationDetails;
  act: (triage: Triage) => void;
  /** Before the name: the way back, where there is one pane at a time. */
  leading?: ReactNode;
  /** After everything: the contact panel's button. */
  trailing?: ReactNode;
}

/** Who it is, how long one may write, who handles it, and what can be done with it as a whole. */
export function ThreadHeader(props: HeaderProps) {
  const { conversation, act, leading, trailing } = props;
  const t = useTranslations("thread");
  const { customer, integration, status, windowClosesAt, isOptedOut } = conversation;
  const isClosed = status === "CLOSED";
  const address = customer.phone ?? (customer.username === null ? null : `@${customer.username}`);
  const toggleClosed = () => act({ kind: isClosed ? "reopen" : "close" });
  useShortcut("close", toggleClosed);
  useShortcut("unread", () => act({ kind: "unread" }));
  return (
    <header className="shrink-0 border-line border-b bg-surface">
      <div className="flex min-h-14 items-center gap-2 px-2 py-1.5 sm:gap-3 sm:px-4">
        {leading}
        <span className="max-sm:hidden">
          <Avatar name={customer.name} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-[0.9375rem] leading-5">
            <bdi>{customer.name}</bdi>
          </h2>
          <p className="flex min-w-0 items-center gap-1.5 text-soft text-xs">
            {address !== null && address !== customer.name && (
              <bdi dir="ltr" className="tnum shrink-0 max-sm:hidden">
                {address}
              </bdi>
            )}
            <span className="truncate max-sm:hidden">{t("header.via", { name: integration.name })}</span>
            <WindowMark closesAt={windowClosesAt} />
            {isOptedOut && (
              <span className="shrink-0 rounded bg-danger-soft px-1.5 text-danger-text">
                {t("header.optedOut")}
              </span>
            )}
          </p>
        </div>
        <div className="flex shrink-0 items-center">
          <span className="flex max-md:hidden">
            <LabelMenu conversation={conversation} act={act} />
            <AssignMenu conversation={conversation} act={act} />
          </span>
          <SnoozeMenu conversation={conversation} act={act} />
          <IconButton label={t(isClosed ? "header.reopen" : "header.close")} keys="e" onClick={toggleClosed}>
            {isClosed ? (
              <ArchiveRestore aria-hidden className="size-4.5" />
            ) : (
              <Archive aria-hidden className="size-4.5" />
            )}
          </IconButton>
          <MoreMenu conversation={conversation} act={act} />
          {trailing}
        </div>
      </div>
      <HandlingStrip conversation={conversation} act={act} />
    </header>
  );
}
