import clsx from "clsx";
import { type ComponentPropsWithRef, type ReactNode, useId } from "react";

export interface FieldProps {
  label: string;
  /** Read out, but not shown: where the place says what it is. */
  isLabelHidden?: boolean;
  hint?: ReactNode;
  error?: string | null;
}

const controlClass = clsx(
  "w-full rounded-control border border-edge bg-surface px-3 text-sm text-ink transition-colors touch:text-base",
  "hover:border-soft disabled:opacity-60 aria-invalid:border-danger",
);

/** The label, the hint and the error of a control, and their ids for its aria attributes. */
function useField({ label, isLabelHidden, hint, error }: FieldProps) {
  const id = useId();
  const aria = {
    id,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": clsx(hint && `${id}-hint`, error && `${id}-error`) || undefined,
  };
  const frame = (control: ReactNode) => (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "text-[0.8125rem] font-medium text-ink"}>
        {label}
      </label>
      {control}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-xs text-danger-text">
          {error}
        </p>
      )}
    </div>
  );
  return { aria, frame };
}

export type TextFieldProps = FieldProps & ComponentPropsWithRef<"input">;

export function TextField({ label, isLabelHidden, hint, error, className, ...rest }: TextFieldProps) {
  const { aria, frame } = useField({ label, isLabelHidden, hint, error });
  return frame(<input {...aria} {...rest} className={clsx(controlClass, "h-9 touch:min-h-11", className)} />);
}

export type TextAreaProps = FieldProps & ComponentPropsWithRef<"textarea">;

export function TextArea({ label, isLabelHidden, hint, error, className, ...rest }: TextAreaProps) {
  const { aria, frame } = useField({ label, isLabelHidden, hint, error });
  return frame(
    <textarea {...aria} rows={4} {...rest} className={clsx(controlClass, "py-2 leading-5", className)} />,
  );
}

export type SelectProps = FieldProps &
  Omit<ComponentPropsWithRef<"select">, "children"> & {
    options: readonly { value: string; label: string; isDisabled?: boolean }[];
    /** Offered first, and stands for "none". */
    placeholder?: string;
  };

/** The browser's own: known to every screen reader, and a wheel on a phone. */
export function Select({
  label,
  isLabelHidden,
  hint,
  error,
  options,
  placeholder,
  className,
  ...rest
}: SelectProps) {
  const { aria, frame } = useField({ label, isLabelHidden, hint, error });
  return frame(
    <select {...aria} {...rest} className={clsx(controlClass, "h-9 touch:min-h-11", className)}>
      {placeholder !== undefined && <option value="">{placeholder}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.isDisabled}>
          {option.label}
        </option>
      ))}
    </select>,
  );
}
