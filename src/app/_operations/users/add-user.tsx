"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { addUser, User } from "@/app/_contract/users-operations";
import { ConfirmDialog } from "@/app/_kit/confirm-dialog";
import { Select, TextField } from "@/app/_kit/field";
import { useWork } from "@/app/_operations/shared/use-work";
import { NewPassword } from "./new-password";

interface Props {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

export function AddUser({ isOpen, onOpenChange }: Props) {
  const t = useTranslations("account.users");
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<User["role"]>("AGENT");
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const add = useWork({
    work: () =>
      callInbox<typeof addUser>("POST", "/api/inbox/users", { body: { email: email.trim(), name, role } }),
    changes: [["users"], ["people"]],
  });
  const confirm = async () => {
    const { user, password } = await add.mutateAsync(undefined);
    setMade({ name: user.name, password });
    setEmail("");
    setName("");
    setRole("AGENT");
  };
  return (
    <>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        title={t("add")}
        description={t("addHint")}
        confirmLabel={t("add")}
        onConfirm={confirm}
      >
        <TextField
          label={t("name")}
          value={name}
          maxLength={100}
          dir="auto"
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t("email")}
          type="email"
          value={email}
          maxLength={320}
          dir="ltr"
          autoComplete="off"
          onChange={(event) => setEmail(event.target.value)}
        />
        <Select
          label={t("role")}
          value={role}
          hint={t(`roleHints.${role}`)}
          onChange={(event) => setRole(event.target.value as User["role"])}
          options={(["AGENT", "ADMIN"] as const).map((value) => ({ value, label: t(`roles.${value}`) }))}
        />
      </ConfirmDialog>
      <NewPassword made={made} onClose={() => setMade(null)} />
    </>
  );
}
