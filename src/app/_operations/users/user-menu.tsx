"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { changeUser, resetPassword, User } from "@/app/_contract/users-operations";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { IconButton } from "@/app/_kit/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/app/_kit/menu";
import { useWork } from "@/app/_operations/shared/use-work";
import { NewPassword } from "./new-password";

type Question = "disable" | "password";

/** What can be done with one person. */
export function UserMenu({ user }: { user: User }) {
  const t = useTranslations("account.users");
  const [question, setQuestion] = useState<Question | null>(null);
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const { id, name, role, disabledAt } = user;
  const changes = [["users"], ["people"], ["sessions"]];
  const change = useWork({
    work: (body: { role?: User["role"]; disabled?: boolean }) =>
      callInbox<typeof changeUser>("PATCH", "/api/inbox/users/{id}", { params: { id }, body }),
    changes,
    done: () => t("saved"),
  });
  const reset = useWork({
    work: () => callInbox<typeof resetPassword>("POST", "/api/inbox/users/{id}/password", { params: { id } }),
    changes,
  });
  const confirm = async () => {
    if (question === "disable") await change.mutateAsync({ disabled: true });
    else setMade({ name, password: (await reset.mutateAsync(undefined)).password });
  };
  const other = role === "ADMIN" ? "AGENT" : "ADMIN";
  const trigger = (
    <IconButton label={t("menu", { name })}>
      <Ellipsis className="size-4" />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem onSelect={() => change.mutate({ role: other })}>{t(`make.${other}`)}</MenuItem>
        <MenuItem onSelect={() => setQuestion("password")}>{t("resetPassword")}</MenuItem>
        <MenuSeparator />
        {disabledAt ? (
          <MenuItem onSelect={() => change.mutate({ disabled: false })}>{t("enable")}</MenuItem>
        ) : (
          <MenuItem isDangerous onSelect={() => setQuestion("disable")}>
            {t("disable")}
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        isOpen={question !== null}
        onOpenChange={() => setQuestion(null)}
        title={question === "password" ? t("resetTitle", { name }) : t("disableTitle", { name })}
        description={question === "password" ? t("resetHint") : t("disableHint")}
        confirmLabel={question === "password" ? t("resetPassword") : t("disable")}
        isDangerous
        onConfirm={confirm}
      />
      <NewPassword made={made} onClose={() => setMade(null)} />
    </>
  );
}
