"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import { Skeleton } from "@/app/_kit/skeleton";

const bubbles = [
  { key: "a", width: "w-2/5", isOwn: false },
  { key: "b", width: "w-3/5", isOwn: false },
  { key: "c", width: "w-1/2", isOwn: true },
  { key: "d", width: "w-1/3", isOwn: false },
  { key: "e", width: "w-3/5", isOwn: true },
  { key: "f", width: "w-1/4", isOwn: true },
];

/** Bubbles of different widths, until the thread is there. */
export function ThreadSkeleton() {
  const t = useTranslations("common");
  return (
    <div role="status" aria-label={t("loading")} className="flex h-full flex-col">
      <div className="flex h-14 shrink-0 items-center gap-3 border-b border-line px-4">
        <Skeleton className="size-8 rounded-full" />
        <Skeleton className="h-4 w-36" />
      </div>
      <div className="flex min-h-0 flex-1 flex-col justify-end gap-3 overflow-hidden px-4 py-4">
        {bubbles.map(({ key, width, isOwn }) => (
          <Skeleton key={key} className={clsx("h-12 shrink-0 rounded-2xl", width, isOwn && "self-end")} />
        ))}
      </div>
      <div className="shrink-0 border-t border-line p-3">
        <Skeleton className="h-20 w-full rounded-card" />
      </div>
    </div>
  );
}

/** The shape of the panel, until it is there. */
export function PanelSkeleton() {
  const t = useTranslations("common");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col items-center gap-3 p-6">
      <Skeleton className="size-14 rounded-full" />
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-3 w-24" />
      <div className="mt-4 flex w-full flex-col gap-3">
        {["w-full", "w-4/5", "w-2/3", "w-3/4"].map((width) => (
          <Skeleton key={width} className={clsx("h-3.5", width)} />
        ))}
      </div>
    </div>
  );
}
