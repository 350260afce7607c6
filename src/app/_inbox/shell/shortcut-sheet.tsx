"use client";

import { useTranslations } from "use-intl";
import { Dialog } from "@/app/_kit/dialog";
import { Kbd } from "@/app/_kit/kbd";
import { type ShortcutGroup, shortcuts } from "../keys/key-map";
import { usePreferences } from "./preferences";

const groups: readonly ShortcutGroup[] = ["general", "list", "conversation", "go"];

/** What the keyboard can do (`?`). */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations("common");
  const { hasKeys } = usePreferences();
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("keys.shortcutSheet")}
      description={hasKeys ? t("keysOnHint") : t("keysOffHint")}
      size="large"
    >
      <div className="gap-x-10 sm:columns-2">
        {groups.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-xs font-semibold text-faint">{t(`keyGroups.${group}`)}</h3>
            <ul className="divide-y divide-line">
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ id, keys }) => (
                  <li key={id} className="flex min-h-8 items-center gap-3 text-[0.8125rem]">
                    <span className="min-w-0 flex-1">{t(`keys.${id}`)}</span>
                    <span className="flex shrink-0 items-center gap-2">
                      {keys.map((key) => (
                        <Kbd key={key} keys={key} />
                      ))}
                    </span>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
