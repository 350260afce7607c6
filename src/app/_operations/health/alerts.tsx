"use client";

import { useTranslations } from "use-intl";
import { Badge } from "@/app/_kit/badge";
import { RelativeTime } from "@/app/_kit/relative-time";
import { Section } from "@/app/_operations/shared/section";
import type { HealthAnswer } from "./health-answer";

/** What operators have been told and is not over; nothing where nothing is. */
export function Alerts({ alerts }: { alerts: HealthAnswer["alerts"] }) {
  const t = useTranslations("operations.health");
  if (alerts.length === 0) return null;
  return (
    <Section title={t("alerts")} description={t("alertsHint")}>
      <ul className="flex flex-col gap-2">
        {alerts.map(({ kind, subject, detail, severity, raisedAt, runBook }) => (
          <li key={`${kind} ${subject}`} className="rounded-card border border-line bg-surface px-4 py-3">
            <div className="flex flex-wrap items-center gap-2">
              <Badge tone={severity === "critical" ? "danger" : "warn"}>{t(`severity.${severity}`)}</Badge>
              <span className="font-medium">
                {t.has(`alert.${kind}` as never) ? t(`alert.${kind}` as never) : kind}
              </span>
              <RelativeTime at={raisedAt} className="ms-auto text-xs text-faint" />
            </div>
            <p className="mt-1 text-[0.8125rem] break-words text-soft">
              {subject && <span className="font-mono text-xs">{subject} · </span>}
              {detail}
            </p>
            {runBook && <p className="mt-1 text-xs text-faint">{t("runBook", { heading: runBook })}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
