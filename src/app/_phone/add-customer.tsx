"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/app/_kit/button";
import { Dialog } from "@/app/_kit/dialog";
import { TextField } from "@/app/_kit/field";
import type { Customer } from "./call-simulator";
import { useAddCustomer } from "./use-customers";

interface AddCustomerProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onAdded: (customer: Customer) => void;
}

/** Somebody new, who is known by a number or by a user name alone. */
export function AddCustomer({ isOpen, onOpenChange, onAdded }: AddCustomerProps) {
  const t = useTranslations("phone.customer");
  const add = useAddCustomer();
  const formId = useId();
  const [kind, setKind] = useState<"number" | "username">("number");
  const [problem, setProblem] = useState<string | null>(null);

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const name = String(fields.get("name")).trim();
    const handle = String(fields.get("handle")).trim();
    try {
      onAdded(
        await add(kind === "number" ? { name, waId: handle.replace(/\D/g, "") } : { name, username: handle }),
      );
      onOpenChange(false);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t("add")}
      size="small"
      footer={
        <Button type="submit" variant="primary" form={formId}>
          {t("save")}
        </Button>
      }
    >
      <form id={formId} onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <TextField label={t("name")} name="name" autoComplete="off" maxLength={100} />
        <fieldset className="flex flex-col gap-1">
          <legend className="sr-only">{t("add")}</legend>
          {(["number", "username"] as const).map((choice) => (
            <label key={choice} className="flex min-h-8 items-center gap-2.5 touch:min-h-11">
              <input
                type="radio"
                name="kind"
                checked={kind === choice}
                onChange={() => setKind(choice)}
                className="size-4 accent-accent"
              />
              {t(choice === "number" ? "byNumber" : "byUsername")}
            </label>
          ))}
        </fieldset>
        <TextField
          key={kind}
          name="handle"
          required
          dir="ltr"
          autoComplete="off"
          label={t(kind)}
          hint={t(kind === "number" ? "numberHint" : "usernameHint")}
          error={problem}
          inputMode={kind === "number" ? "tel" : "text"}
          pattern={kind === "number" ? "[+0-9 .()\\-]{6,24}" : "[A-Za-z0-9._]{3,35}"}
        />
      </form>
    </Dialog>
  );
}
