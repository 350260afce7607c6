"use client";

import { Menu as Base } from "@base-ui/react/menu";
import clsx from "clsx";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "./kbd";

export interface MenuProps {
  /** What opens it: a Button or an IconButton. */
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

export function Menu({ trigger, children, align = "end", side = "bottom", isOpen, onOpenChange }: MenuProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange} modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} className="z-50 outline-none">
          <Base.Popup className="popup max-h-(--available-height) min-w-44 max-w-xs overflow-y-auto p-1">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const itemClass = clsx(
  "flex min-h-8 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1 text-sm outline-none touch:min-h-11",
  "data-[highlighted]:bg-hover data-[disabled]:opacity-45",
);

export interface MenuItemProps {
  children: ReactNode;
  icon?: ReactNode;
  keys?: string;
  isDangerous?: boolean;
  isDisabled?: boolean;
  onSelect: () => void;
}

export function MenuItem({ children, icon, keys, isDangerous, isDisabled, onSelect }: MenuItemProps) {
  return (
    <Base.Item
      disabled={isDisabled}
      onClick={onSelect}
      className={clsx(itemClass, isDangerous && "text-danger-text")}
    >
      {icon && <span className={clsx("[&>svg]:size-4", !isDangerous && "text-faint")}>{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Kbd keys={keys} />}
    </Base.Item>
  );
}

/** One that is on or off; the menu stays open. */
export function MenuCheckItem({
  children,
  isChecked,
  onCheckedChange,
}: {
  children: ReactNode;
  isChecked: boolean;
  onCheckedChange: (isChecked: boolean) => void;
}) {
  return (
    <Base.CheckboxItem checked={isChecked} onCheckedChange={onCheckedChange} className={itemClass}>
      <span className="flex size-4 items-center justify-center text-accent-text">
        <Base.CheckboxItemIndicator>
          <Check className="size-4" />
        </Base.CheckboxItemIndicator>
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Base.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />;
}
