import clsx from "clsx";
import type { Label } from "@/app/_contract/conversation";

const dots: Record<Label["color"], string> = {
  gray: "bg-label-gray",
  red: "bg-label-red",
  orange: "bg-label-orange",
  yellow: "bg-label-yellow",
  green: "bg-label-green",
  teal: "bg-label-teal",
  blue: "bg-label-blue",
  purple: "bg-label-purple",
  pink: "bg-label-pink",
};

export function LabelDot({ color }: Pick<Label, "color">) {
  return <span aria-hidden="true" className={clsx("size-2 shrink-0 rounded-full", dots[color])} />;
}

export function LabelChip({ label: { name, color } }: { label: Pick<Label, "name" | "color"> }) {
  return (
    <span className="inline-flex h-5 min-w-0 max-w-32 items-center gap-1.5 rounded-full border border-line px-2 text-xs text-soft">
      <LabelDot color={color} />
      <span className="truncate" dir="auto">
        {name}
      </span>
    </span>
  );
}
