"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ErrorState } from "@/app/_kit/error-state";
import { Skeleton } from "@/app/_kit/skeleton";

interface QueryViewProps<Data> {
  query: UseQueryResult<Data>;
  /** How many lines stand for what is to come. */
  lines?: number;
  children: (data: Data) => ReactNode;
}

/** What a question to the API has come to: on its way, failed with a way to ask again, or there. Older data stays while newer comes. */
export function QueryView<Data>({ query, lines = 6, children }: QueryViewProps<Data>) {
  const t = useTranslations("common");
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div role="status" className="flex flex-col gap-3 py-2">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <Skeleton key={at} className={at === 0 ? "h-6 w-1/3" : "h-10 w-full"} />
      ))}
    </div>
  );
}
