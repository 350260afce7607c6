"use client";

import clsx from "clsx";
import { ChevronsUpDown, UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/app/_kit/avatar";
import { TextField } from "@/app/_kit/field";
import { IconButton } from "@/app/_kit/icon-button";
import { Popover } from "@/app/_kit/popover";
import { AddCustomer } from "./add-customer";
import type { Customer } from "./call-simulator";

interface PickerProps {
  customers: Customer[];
  customer: Customer | undefined;
  onPick: (customer: Customer) => void;
}

const SHOWN_MAX = 60;

/** Whose phone is in hand, and how to take another one. */
export function CustomerPicker({ customers, customer, onPick }: PickerProps) {
  const t = useTranslations("phone.customer");
  const [isOpen, setOpen] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const [wanted, setWanted] = useState("");
  const found = customers.filter((one) => textOf(one).includes(wanted.trim().toLowerCase()));
  const pick = (chosen: Customer) => {
    onPick(chosen);
    setOpen(false);
    setWanted("");
  };
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1">
      <Popover
        title={t("whose")}
        align="start"
        isOpen={isOpen}
        onOpenChange={setOpen}
        className="w-80 p-2"
        trigger={
          <button
            type="button"
            className="flex min-h-11 min-w-0 flex-1 items-center gap-2.5 rounded-control px-2 py-1 text-start hover:bg-hover"
          >
            {customer && <Who customer={customer} />}
            <ChevronsUpDown className="size-4 shrink-0 text-faint" aria-hidden="true" />
            <span className="sr-only">{t("whose")}</span>
          </button>
        }
      >
        <TextField
          label={t("find")}
          isLabelHidden
          placeholder={t("find")}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
        <ul className="mt-2 max-h-80 overflow-y-auto">
          {found.slice(0, SHOWN_MAX).map((one) => (
            <li key={one.userId}>
              <button
                type="button"
                onClick={() => pick(one)}
                aria-current={one.address === customer?.address || undefined}
                className={clsx(
                  "focus-inset flex min-h-11 w-full items-center gap-2.5 rounded-md px-2 py-1 text-start hover:bg-hover",
                  one.address === customer?.address && "bg-selected",
                )}
              >
                <Who customer={one} />
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && <p className="px-2 py-3 text-soft">{t("none")}</p>}
      </Popover>
      <IconButton label={t("add")} onClick={() => setAdding(true)}>
        <UserPlus className="size-4.5" />
      </IconButton>
      <AddCustomer isOpen={isAdding} onOpenChange={setAdding} onAdded={pick} />
    </div>
  );
}

function textOf({ name, waId, username }: Customer): string {
  return `${name} ${waId ?? ""} +${waId ?? ""} ${username ?? ""}`.toLowerCase();
}

function Who({ customer: { name, waId, username, isPhoneHidden } }: { customer: Customer }) {
  const handle = waId && !isPhoneHidden ? `+${waId}` : `@${username ?? "…"}`;
  return (
    <>
      <Avatar name={name} />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate font-medium">
          {name}
        </span>
        <span dir="ltr" className="tnum block truncate text-xs text-soft rtl:text-end">
          {handle}
        </span>
      </span>
    </>
  );
}
