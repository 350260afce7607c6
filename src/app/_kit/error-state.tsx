"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { InboxError } from "@/app/_client/call-inbox";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

/** Something could not be read: says what, in words, and offers to try again. */
export function ErrorState({
  title,
  error,
  onRetry,
}: {
  title?: string;
  error?: unknown;
  onRetry?: () => void;
}) {
  const t = useTranslations("common");
  const { more, code } = (error ?? {}) as Partial<InboxError>;
  const words = code === "OFFLINE" ? t("offline") : error instanceof Error ? error.message : t("failed");
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert />}
        title={title ?? t("couldNotLoad")}
        action={
          onRetry && (
            <Button onClick={onRetry} icon={<RotateCw aria-hidden="true" className="size-3.5" />}>
              {t("tryAgain")}
            </Button>
          )
        }
      >
        {words}
        {more?.requestId && <p className="mt-1 font-mono text-xs text-faint">{more.requestId}</p>}
      </EmptyState>
    </div>
  );
}
