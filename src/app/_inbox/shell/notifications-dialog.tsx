"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import { AlarmClock, Bell, Check } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import type { z } from "zod";
import { callInbox } from "@/app/_client/call-inbox";
import type {
  listNotifications,
  readNotification,
  snoozeNotification,
} from "@/app/_contract/notifications-operations";
import { Dialog } from "@/app/_kit/dialog";
import { EmptyState } from "@/app/_kit/empty-state";
import { ErrorState } from "@/app/_kit/error-state";
import { IconButton } from "@/app/_kit/icon-button";
import { Menu, MenuItem } from "@/app/_kit/menu";
import { RelativeTime } from "@/app/_kit/relative-time";
import { Skeleton } from "@/app/_kit/skeleton";
import { writeListState } from "../list/list-state";
import { snoozeChoices } from "../list/snooze-choices";

type NotificationLine = z.output<(typeof listNotifications)["answer"]>["notifications"][number];

/** What wants a person: the bot stepped back, a message failed. */
export function NotificationsDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("common");
  const { data, error, refetch, isPending } = useQuery({
    queryKey: ["notifications"],
    queryFn: ({ signal }) =>
      callInbox<typeof listNotifications>("GET", "/api/inbox/notifications", {
        query: { all: "true" },
        signal,
      }),
  });
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={t("notifications.title")}>
      <div className="-mx-3">
        {isPending && <LinesToCome />}
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data?.notifications.length === 0 && (
          <EmptyState icon={<Bell />} title={t("notifications.none")}>
            {t("notifications.noneHint")}
          </EmptyState>
        )}
        <ul>
          {data?.notifications.map((line) => (
            <Line key={line.id} line={line} onClose={onClose} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function LinesToCome() {
  const t = useTranslations("common");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-4 px-3 py-2">
      {["w-2/3", "w-1/2", "w-3/5"].map((width) => (
        <div key={width} className="flex flex-col gap-2">
          <Skeleton className={clsx("h-3.5", width)} />
          <Skeleton className="h-3 w-1/3" />
        </div>
      ))}
    </div>
  );
}

function Line({ line, onClose }: { line: NotificationLine; onClose: () => void }) {
  const t = useTranslations("common");
  const words = useTranslations("inbox");
  const format = useFormatter();
  const act = useAct(line.id);
  const isUnread = line.readAt === null;
  const text = (
    <>
      <span className={clsx("block text-sm", isUnread && "font-semibold")} dir="auto">
        {line.title}
      </span>
      {line.body && (
        <span className="line-clamp-2 text-[0.8125rem] text-soft" dir="auto">
          {line.body}
        </span>
      )}
    </>
  );
  return (
    <li className="flex items-start gap-2 rounded-control px-3 py-2.5 hover:bg-hover">
      <span
        className={clsx("mt-1.5 size-2 shrink-0 rounded-full", isUnread ? "bg-accent" : "bg-transparent")}
      />
      <div className="min-w-0 flex-1">
        {line.conversationId === null ? (
          text
        ) : (
          <Link
            href={writeListState({ conversation: line.conversationId })}
            prefetch={false}
            onClick={() => {
              if (isUnread) act.mutate(null);
              onClose();
            }}
            className="block rounded"
          >
            {text}
          </Link>
        )}
        <RelativeTime at={line.createdAt} className="text-xs text-faint" />
      </div>
      <Menu
        trigger={
          <IconButton label={words("snoozeIt")} size="small">
            <AlarmClock className="size-4" />
          </IconButton>
        }
      >
        {snoozeChoices(new Date()).map(({ choice, until }) => (
          <MenuItem key={choice} onSelect={() => act.mutate(until.toISOString())}>
            {words(`snooze.${choice}`)} ·{" "}
            {format.dateTime(until, { weekday: "short", hour: "2-digit", minute: "2-digit" })}
          </MenuItem>
        ))}
      </Menu>
      {isUnread && (
        <IconButton label={t("notifications.markRead")} size="small" onClick={() => act.mutate(null)}>
          <Check className="size-4" />
        </IconButton>
      )}
    </li>
  );
}

function useAct(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (until: string | null) => {
      const params = { id };
      return until === null
        ? callInbox<typeof readNotification>("POST", "/api/inbox/notifications/{id}/read", { params })
        : callInbox<typeof snoozeNotification>("POST", "/api/inbox/notifications/{id}/snooze", {
            params,
            body: { until },
          });
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ["notifications"] });
      void queryClient.invalidateQueries({ queryKey: ["counts"] });
    },
  });
}
