"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useLive } from "../live/live";

const HEALTH_EVERY_MS = 60_000;
/** A line that comes back within this was never worth a word. */
const PATIENCE_MS = 2_500;

/** What goes on behind one's back: no connection, or a system that does not do its work. Above the page, so nothing moves. */
export function StatusPill() {
  const t = useTranslations("common");
  const { status, retry } = useLive();
  const isLost = useLasting(status === "reconnecting" || status === "offline");
  const { data: health } = useQuery({
    queryKey: ["health-strip"],
    queryFn: readHealth,
    refetchInterval: HEALTH_EVERY_MS,
    staleTime: HEALTH_EVERY_MS,
    retry: false,
  });
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-18 z-30 flex justify-center px-3 sm:bottom-4"
    >
      {isLost ? (
        <Pill tone="warn">
          {status === "offline" ? (
            <CloudOff aria-hidden="true" className="size-4" />
          ) : (
            <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
          )}
          {t(`live.${status === "offline" ? "offline" : "reconnecting"}`)}
          <button
            type="button"
            onClick={retry}
            className="rounded font-semibold underline underline-offset-2"
          >
            {t("live.retry")}
          </button>
        </Pill>
      ) : (
        health === "fail" && (
          <Pill tone="danger">
            <TriangleAlert aria-hidden="true" className="size-4" />
            {t("live.fail")}
            <Link
              href="/operations/health"
              prefetch={false}
              className="rounded font-semibold underline underline-offset-2"
            >
              {t("live.look")}
            </Link>
          </Pill>
        )
      )}
    </div>
  );
}

function Pill({ tone, children }: { tone: "warn" | "danger"; children: React.ReactNode }) {
  return (
    <div
      className={clsx(
        "pointer-events-auto flex min-h-9 animate-[rise_200ms_var(--ease-out)] items-center gap-2 rounded-full border px-3.5 py-1.5 text-[0.8125rem] font-medium shadow-raised",
        tone === "warn"
          ? "border-warn-text/25 bg-warn-soft text-warn-text"
          : "border-danger-text/25 bg-danger-soft text-danger-text",
      )}
    >
      {children}
    </div>
  );
}

/** True once it has been true for a while. */
function useLasting(isSo: boolean): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!isSo) return setLasts(false);
    const timer = setTimeout(() => setLasts(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isSo]);
  return lasts;
}

/** Which state the system itself says it is in. What cannot be asked is no answer: the connection says so already. */
async function readHealth(): Promise<"pass" | "warn" | "fail"> {
  const response = await fetch("/health");
  const { status } = (await response.json()) as { status: "pass" | "warn" | "fail" };
  return status;
}
