"use client";

import clsx from "clsx";
import { Check, CheckCheck, CircleAlert, CircleDashed, Clock } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import type { MessageItem } from "@/app/_contract/thread";
import { tip } from "./tip";

const icons = {
  PENDING: Clock,
  SENT: Check,
  DELIVERED: CheckCheck,
  READ: CheckCheck,
  FAILED: CircleAlert,
  UNKNOWN: CircleDashed,
};

/** How far a message of ours has come; in words for screen readers and in the tooltip. Nothing for what was received. */
export function Ticks({
  status,
  at,
  className = "size-3.5",
}: {
  status: MessageItem["status"];
  /** When it came so far. */
  at?: string | null;
  className?: string;
}) {
  const t = useTranslations("common");
  const format = useFormatter();
  if (status === "RECEIVED") return null;
  const Icon = icons[status];
  const time = at ? format.dateTime(new Date(at), { timeStyle: "short" }) : null;
  const words = time ? `${t(`ticks.${status}`)} ${time}` : t(`ticks.${status}`);
  return (
    <span
      role="img"
      aria-label={words}
      {...tip(words)}
      className={clsx(
        "inline-flex shrink-0",
        status === "READ" && "text-tick-read",
        status === "FAILED" && "text-danger-text",
        status === "UNKNOWN" && "text-warn-text",
      )}
    >
      <Icon aria-hidden="true" className={className} strokeWidth={2.25} />
    </span>
  );
}
