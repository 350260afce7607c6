"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { callInbox } from "@/app/_client/call-inbox";
import type { changeOwnPassword } from "@/app/_contract/users-operations";
import { Button } from "@/app/_kit/button";
import { TextField } from "@/app/_kit/field";
import { useToast } from "@/app/_kit/toast";

const CHARACTERS_MIN = 12;
const CHARACTERS_MAX = 128;

export function PasswordForm() {
  const t = useTranslations("account.password");
  const toast = useToast();
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () =>
      callInbox<typeof changeOwnPassword>("POST", "/api/inbox/session/password", { body: { current, next } }),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      toast({ title: t("changed"), kind: "success" });
      return queries.invalidateQueries({ queryKey: ["sessions"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit} className="flex max-w-sm flex-col gap-4">
      <TextField
        label={t("current")}
        type="password"
        autoComplete="current-password"
        required
        dir="ltr"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        error={change.error?.message ?? null}
      />
      <TextField
        label={t("next")}
        type="password"
        autoComplete="new-password"
        required
        dir="ltr"
        minLength={CHARACTERS_MIN}
        maxLength={CHARACTERS_MAX}
        hint={t("rule", { min: CHARACTERS_MIN })}
        value={next}
        onChange={(event) => setNext(event.target.value)}
      />
      <div>
        <Button type="submit" variant="primary" isBusy={change.isPending}>
          {t("change")}
        </Button>
      </div>
    </form>
  );
}
