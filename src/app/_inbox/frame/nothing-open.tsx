"use client";

import { MessagesSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/app/_kit/button";
import { EmptyState } from "@/app/_kit/empty-state";
import { Kbd } from "@/app/_kit/kbd";
import { runShortcut } from "../keys/use-shortcut";

/** In the place of the thread while no conversation is chosen. */
export function NothingOpen() {
  const t = useTranslations("inbox");
  return (
    <div className="flex h-full items-center justify-center">
      <EmptyState
        icon={<MessagesSquare />}
        title={t("nothingOpen.title")}
        action={
          <Button onClick={() => runShortcut("shortcutSheet")}>
            {t("nothingOpen.keys")} <Kbd keys="?" />
          </Button>
        }
      >
        {t("nothingOpen.hint")}
      </EmptyState>
    </div>
  );
}
