"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { replaceToken } from "@/app/_contract/integration-operations";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { TextField } from "@/app/_kit/field";
import { useWork } from "@/app/_operations/shared/use-work";
import type { BusinessNumber } from "./integrations";

export function TokenDialog({ number, onClose }: { number: BusinessNumber | null; onClose: () => void }) {
  const t = useTranslations("operations.numbers");
  const [accessToken, setAccessToken] = useState("");
  const replace = useWork({
    work: (id: string) =>
      callInbox<typeof replaceToken>("POST", "/api/inbox/integrations/{id}/token", {
        params: { id },
        body: { accessToken },
      }),
    changes: [["integrations"], ["integration-checks"], ["health"]],
    done: () => t("tokenStored"),
  });
  const close = () => {
    setAccessToken("");
    onClose();
  };
  return (
    <ConfirmDialog
      isOpen={number !== null}
      onOpenChange={close}
      title={t("newTokenOne", { name: number?.name ?? "" })}
      description={t("newTokenHint")}
      confirmLabel={t("newToken")}
      onConfirm={() => number && replace.mutateAsync(number.id)}
    >
      <TokenField value={accessToken} onChange={setAccessToken} />
    </ConfirmDialog>
  );
}

/** It is never shown again, neither here nor anywhere. */
export function TokenField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations("operations.numbers");
  return (
    <TextField
      label={t("accessToken")}
      hint={t("accessTokenHint")}
      type="password"
      autoComplete="off"
      spellCheck={false}
      dir="ltr"
      value={value}
      onChange={(event) => onChange(event.target.value.trim())}
    />
  );
}
