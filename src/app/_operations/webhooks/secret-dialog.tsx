"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { useToast } from "@/app/_kit/toast";

/** The only time that it is shown. */
export function SecretDialog({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  const t = useTranslations("webhooks");
  const common = useTranslations("common");
  const toast = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(secret ?? "");
    toast({ title: t("copied"), kind: "success" });
  };
  return (
    <Dialog
      isOpen={secret !== null}
      onOpenChange={onClose}
      title={t("secret")}
      description={t("secretHint")}
      footer={
        <>
          <Button
            onClick={() =>
              void copy().catch((error: Error) => toast({ title: error.message, kind: "error" }))
            }
          >
            {t("copy")}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {common("close")}
          </Button>
        </>
      }
    >
      <code dir="ltr" className="block break-all rounded-control bg-sunken p-3 text-[0.8125rem]">
        {secret}
      </code>
    </Dialog>
  );
}
