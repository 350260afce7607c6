import clsx from "clsx";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { tip } from "./tip";

export interface IconButtonProps extends Omit<ComponentPropsWithRef<"button">, "aria-label" | "children"> {
  /** What it does, in words: read out, and shown as its tooltip. */
  label: string;
  /** The icon. */
  children: ReactNode;
  /** The key that does the same, such as "e"; shown in the tooltip. */
  keys?: string;
  size?: "small" | "medium";
  isActive?: boolean;
}

export function IconButton({
  label,
  keys,
  size = "medium",
  isActive = false,
  className,
  children,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...tip(label, keys)}
      {...rest}
      type={type}
      aria-label={label}
      className={clsx(
        "inline-flex shrink-0 items-center justify-center rounded-md transition-colors touch:min-h-11 touch:min-w-11",
        "disabled:pointer-events-none disabled:opacity-45 data-[popup-open]:bg-hover data-[popup-open]:text-ink",
        size === "small" ? "size-7" : "size-8",
        isActive ? "bg-selected text-accent-text" : "text-soft hover:bg-hover hover:text-ink",
        className,
      )}
    >
      {children}
    </button>
  );
}
