import clsx from "clsx";
import type { ComponentPropsWithRef, ReactNode } from "react";

type ChoiceProps = Omit<ComponentPropsWithRef<"input">, "type" | "onChange"> & {
  label: string;
  isLabelHidden?: boolean;
  hint?: ReactNode;
  onCheckedChange?: (isChecked: boolean) => void;
};

/** @public */
export function Checkbox({ label, isLabelHidden, hint, onCheckedChange, className, ...rest }: ChoiceProps) {
  return (
    <label className={clsx("flex min-h-6 items-start gap-2.5 text-sm touch:min-h-11", className)}>
      <input
        {...rest}
        type="checkbox"
        onChange={(event) => onCheckedChange?.(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <Words label={label} isLabelHidden={isLabelHidden} hint={hint} />
    </label>
  );
}

/** Takes effect at once, without a button to save it. */
export function Switch({ label, isLabelHidden, hint, onCheckedChange, className, ...rest }: ChoiceProps) {
  return (
    <label
      className={clsx("flex min-h-6 items-start justify-between gap-4 text-sm touch:min-h-11", className)}
    >
      <Words label={label} isLabelHidden={isLabelHidden} hint={hint} />
      <input
        {...rest}
        type="checkbox"
        role="switch"
        aria-checked={rest.checked}
        onChange={(event) => onCheckedChange?.(event.target.checked)}
        className={clsx(
          "relative h-5 w-9 shrink-0 appearance-none rounded-full bg-edge transition-colors checked:bg-accent disabled:opacity-50",
          "before:absolute before:start-0.5 before:top-0.5 before:size-4 before:rounded-full before:bg-white before:shadow-sm",
          "before:transition-[inset-inline-start] checked:before:start-4.5",
        )}
      />
    </label>
  );
}

function Words({ label, isLabelHidden, hint }: Pick<ChoiceProps, "label" | "isLabelHidden" | "hint">) {
  return (
    <span className={isLabelHidden ? "sr-only" : "min-w-0"}>
      {label}
      {hint && <span className="block text-xs text-faint">{hint}</span>}
    </span>
  );
}
