"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import clsx from "clsx";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "./icon-button";

export interface DialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the one that does it last. */
  footer?: ReactNode;
  size?: "small" | "medium" | "large";
}

const widths = { small: "max-w-sm", medium: "max-w-lg", large: "max-w-3xl" };

export const scrimClass =
  "fixed inset-0 z-40 bg-scrim transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0";

/** Above the page until it is dealt with; Esc closes it, and the focus returns to where it was. On a phone it sits at the bottom. */
export function Dialog(props: DialogProps) {
  const { isOpen, onOpenChange, title, description, children, footer, size = "medium" } = props;
  const t = useTranslations("common");
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={scrimClass} />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end justify-center sm:items-center sm:p-6">
          <Base.Popup
            className={clsx(
              "popup flex max-h-[92dvh] w-full flex-col max-sm:rounded-b-none sm:max-h-full",
              widths[size],
            )}
          >
            <div className="flex items-start gap-3 px-5 pt-4 pb-3">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-base font-semibold text-balance">{title}</Base.Title>
                {description && (
                  <Base.Description className="mt-1 text-sm text-soft">{description}</Base.Description>
                )}
              </div>
              <Base.Close
                render={
                  <IconButton label={t("close")} className="-me-2">
                    <X className="size-4" />
                  </IconButton>
                }
              />
            </div>
            {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>}
            {footer && (
              <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
