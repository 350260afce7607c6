"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { scrimClass } from "@/app/_kit/dialog";
import { IconButton } from "@/app/_kit/icon-button";

/** The panel where there is no room beside the thread. */
export function PanelDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const t = useTranslations("common");
  const words = useTranslations("inbox");
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={scrimClass} />
        <Dialog.Popup className="fixed inset-y-0 end-0 z-50 flex w-full max-w-sm flex-col border-s border-line bg-surface shadow-raised outline-none transition-transform duration-200 data-[ending-style]:translate-x-full data-[starting-style]:translate-x-full rtl:data-[ending-style]:-translate-x-full rtl:data-[starting-style]:-translate-x-full">
          <div className="flex h-13 shrink-0 items-center justify-between border-b border-line ps-4 pe-2">
            <Dialog.Title className="text-sm font-semibold">{words("panel")}</Dialog.Title>
            <Dialog.Close
              render={
                <IconButton label={t("close")}>
                  <X className="size-4" />
                </IconButton>
              }
            />
          </div>
          <div className="min-h-0 flex-1">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
