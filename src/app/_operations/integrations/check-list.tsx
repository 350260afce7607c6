"use client";

import { CircleAlert, CircleCheck, CircleHelp, Info, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { z } from "zod";
import type { verifyNumber } from "@/app/_contract/integration-operations";

export type Check = z.output<typeof verifyNumber.answer>["checks"][number];

const looks = {
  pass: [CircleCheck, "text-accent-text"],
  note: [Info, "text-info-text"],
  warn: [TriangleAlert, "text-warn-text"],
  fail: [CircleAlert, "text-danger-text"],
  unknown: [CircleHelp, "text-warn-text"],
} as const;

/** What was compared with Meta, and for what does not hold: what to do in Meta's console. */
export function CheckList({ checks }: { checks: Check[] }) {
  const t = useTranslations("operations.numbers");
  return (
    <ul className="divide-y divide-line rounded-card border border-line">
      {checks.map(({ name, status, detail }) => {
        const [Icon, colour] = looks[status];
        const key = name.replaceAll(" ", "_");
        const isKnown = t.has(`check.${key}` as never);
        return (
          <li key={`${name} ${detail}`} className="flex gap-3 px-3 py-2.5 text-sm">
            <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${colour}`} />
            <div className="min-w-0">
              <p className="font-medium">
                {isKnown ? t(`check.${key}.name` as never) : name}{" "}
                <span className="sr-only">({t(`outcome.${status}`)})</span>
              </p>
              <p className="text-[0.8125rem] break-words text-soft">{detail}</p>
              {status !== "pass" && status !== "note" && isKnown && (
                <p className="mt-1 text-[0.8125rem] text-pretty text-ink">
                  {t(`check.${key}.todo` as never)}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

export function holds(checks: Check[]): boolean {
  return checks.every(({ status }) => status !== "fail" && status !== "unknown");
}
