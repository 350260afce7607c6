import clsx from "clsx";
import type { ReactNode } from "react";

export type Tone = "neutral" | "accent" | "danger" | "warn" | "info";

const tones: Record<Tone, string> = {
  neutral: "bg-sunken text-soft",
  accent: "bg-accent-soft text-accent-text",
  danger: "bg-danger-soft text-danger-text",
  warn: "bg-warn-soft text-warn-text",
  info: "bg-info-soft text-info-text",
};

export function Badge({
  tone = "neutral",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span
      className={clsx(
        "inline-flex h-5 max-w-full items-center gap-1 rounded px-1.5 text-xs font-medium [&>svg]:size-3",
        tones[tone],
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
