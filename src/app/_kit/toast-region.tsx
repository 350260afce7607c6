"use client";

import { Toast as Base } from "@base-ui/react/toast";
import clsx from "clsx";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./button";
import { IconButton } from "./icon-button";
import { openRegion, type Toast, undoToast } from "./toast";

const manager = Base.createToastManager<Toast>();
const SHOWN_MS = 7_000;

/** Where toasts are; once in the page. */
export function ToastRegion() {
  useEffect(
    () =>
      openRegion({
        add: (toast) =>
          manager.add({
            id: toast.id,
            title: toast.title,
            description: toast.description,
            data: toast,
            priority: toast.kind === "error" ? "high" : "low",
          }),
        close: (id) => manager.close(id),
      }),
    [],
  );
  return (
    <Base.Provider toastManager={manager} timeout={SHOWN_MS} limit={3}>
      <Base.Portal>
        <Base.Viewport className="fixed inset-x-3 bottom-18 z-60 flex flex-col gap-2 sm:start-auto sm:end-5 sm:bottom-5 sm:w-90">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const t = useTranslations("common");
  const { toasts } = Base.useToastManager<Toast>();
  return toasts.map((toast) => {
    const { data } = toast;
    const Icon = data?.kind === "error" ? CircleAlert : CircleCheck;
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        className="popup w-full data-[limited]:hidden"
        swipeDirection={["right", "left", "down"]}
      >
        <Base.Content className="flex items-center gap-3 py-2.5 ps-3.5 pe-2">
          <Icon
            aria-hidden="true"
            className={clsx(
              "size-4 shrink-0",
              data?.kind === "error" ? "text-danger-text" : "text-accent-text",
            )}
          />
          <div className="min-w-0 flex-1">
            <Base.Title className="text-sm font-medium" />
            <Base.Description className="text-[0.8125rem] text-soft" />
          </div>
          {data?.undo && (
            <Button size="small" onClick={() => undoToast(data)}>
              {t("undo")}
            </Button>
          )}
          {data?.action && (
            <Button
              size="small"
              onClick={() => {
                data.action?.onClick();
                manager.close(toast.id);
              }}
            >
              {data.action.label}
            </Button>
          )}
          <Base.Close
            render={
              <IconButton label={t("close")} size="small">
                <X className="size-3.5" />
              </IconButton>
            }
          />
        </Base.Content>
      </Base.Root>
    );
  });
}
