"use client";

import clsx from "clsx";
import { useTranslations } from "use-intl";
import { Skeleton } from "@/app/_kit/skeleton";

const widths = ["w-28", "w-40", "w-24", "w-36", "w-32", "w-44", "w-28", "w-36", "w-24"];

/** Rows in their shape, until they are there. */
export function RowsToCome() {
  const t = useTranslations("common");
  return (
    <div role="status" aria-label={t("loading")} className="h-full overflow-hidden">
      {widths.map((width, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change
        <div key={at} className="flex h-21 gap-3 border-b border-line/70 px-3.5 py-2.5">
          <Skeleton className="mt-0.5 size-9 shrink-0 rounded-full" />
          <div className="flex flex-1 flex-col gap-2 pt-1">
            <div className="flex justify-between">
              <Skeleton className={clsx("h-3.5", width)} />
              <Skeleton className="h-3 w-9" />
            </div>
            <Skeleton className="h-3 w-4/5" />
            <Skeleton className="h-3 w-16" />
          </div>
        </div>
      ))}
    </div>
  );
}
