"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import type { PersonaAnswer } from "./persona";

const IDS_SHOWN = 5;

/** Which conversations a new version reaches. */
export function Affects({ affects }: { affects: PersonaAnswer["affects"] }) {
  const t = useTranslations("operations.persona");
  const { conversations, waiting, waitingIds, lastTurns } = affects;
  return (
    <div className="rounded-card border border-line bg-surface p-4 text-[0.8125rem]">
      <h2 className="mb-1 text-sm font-semibold">{t("affects")}</h2>
      <p className="text-soft">{t("affectsHint", { conversations, waiting })}</p>
      {waitingIds.length > 0 && (
        <p className="mt-2 flex flex-wrap gap-x-3">
          {waitingIds.slice(0, IDS_SHOWN).map((id) => (
            <Link key={id} className="text-accent-text hover:underline" href={`/inbox?conversation=${id}`}>
              {t("conversation", { id: String(id) })}
            </Link>
          ))}
        </p>
      )}
      {lastTurns.length > 0 && (
        <ul className="mt-2 text-soft">
          {lastTurns.map(({ version, conversations: count }) => (
            <li key={version ?? 0}>
              {version === null
                ? t("lastDefaults", { count })
                : t("lastVersion", { version: String(version), count })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
