"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Ticks } from "@/app/_kit/ticks";
import { tip } from "@/app/_kit/tip";
import type { ShownMessage } from "./thread-rows";

/** The corner of a bubble: when, and how far it has come. */
export function MessageMeta({ item }: { item: ShownMessage }) {
  const t = useTranslations("thread");
  const format = useFormatter();
  const at = new Date(item.at);
  const reachedAt = { READ: item.readAt, DELIVERED: item.deliveredAt }[item.status as string];
  return (
    <span className="mt-0.5 flex items-center justify-end gap-1.5 whitespace-nowrap text-[0.6875rem] text-soft leading-4">
      {item.possibleDuplicate && (
        <span className="rounded bg-warn-soft px-1 text-warn-text" {...tip(t("duplicate.why"))}>
          {t("duplicate.mark")}
        </span>
      )}
      {item.isEdited && !item.isRevoked && <span>{t("edited")}</span>}
      <time
        dateTime={item.at}
        className="tnum"
        {...tip(format.dateTime(at, { dateStyle: "full", timeStyle: "medium" }))}
      >
        {format.dateTime(at, { timeStyle: "short" })}
      </time>
      {item.author !== "CUSTOMER" && (
        <Ticks
          status={item.local?.state === "failed" ? "FAILED" : item.status}
          at={reachedAt}
          className="size-4"
        />
      )}
    </span>
  );
}
