"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { TextField } from "@/app/_kit/field";
import { useToast } from "@/app/_kit/toast";

interface Props {
  made: { name: string; password: string } | null;
  onClose: () => void;
}

/** A password that was made for somebody: nobody can look it up later. */
export function NewPassword({ made, onClose }: Props) {
  const t = useTranslations("account.users");
  const common = useTranslations("common");
  const toast = useToast();
  const copy = async (password: string) => {
    await navigator.clipboard.writeText(password);
    toast({ title: t("copied"), kind: "success" });
  };
  return (
    <Dialog
      isOpen={made !== null}
      onOpenChange={onClose}
      title={t("newPassword", { name: made?.name ?? "" })}
      description={t("shownOnce")}
      size="small"
      footer={
        made && (
          <>
            <Button
              onClick={() =>
                void copy(made.password).catch((error: Error) =>
                  toast({ title: error.message, kind: "error" }),
                )
              }
            >
              {t("copy")}
            </Button>
            <Button variant="primary" onClick={onClose}>
              {common("close")}
            </Button>
          </>
        )
      }
    >
      {made && (
        <TextField label={t("password")} value={made.password} readOnly dir="ltr" className="font-mono" />
      )}
    </Dialog>
  );
}
