import clsx from "clsx";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { Spinner } from "./spinner";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-accent-ink shadow-control hover:bg-accent-hover",
  secondary: "border border-line-strong bg-surface text-ink shadow-control hover:bg-hover",
  quiet: "text-soft hover:bg-hover hover:text-ink",
  danger: "bg-danger text-danger-ink shadow-control hover:opacity-90",
};

const sizes: Record<ButtonSize, string> = {
  small: "h-7 gap-1.5 rounded-md px-2.5 text-[0.8125rem]",
  medium: "h-9 gap-2 rounded-control px-3.5 text-sm",
};

export interface ButtonProps extends ComponentPropsWithRef<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Before the words. */
  icon?: ReactNode;
  /** Something is under way: it cannot be pressed twice, and keeps its width. */
  isBusy?: boolean;
}

/** How a button looks, for links that are to look like one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "medium"): string {
  return clsx(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium transition-colors touch:min-h-11",
    "disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50",
    variants[variant],
    sizes[size],
  );
}

export function Button({
  variant,
  size,
  icon,
  isBusy = false,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      className={clsx(buttonClass(variant, size), className)}
    >
      {isBusy ? <Spinner /> : icon}
      {children}
    </button>
  );
}
