import clsx from "clsx";

/** In the shape of what is to come: give it the size by `className`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={clsx("block animate-[breathe_1.6s_ease-in-out_infinite] rounded-md bg-line", className)}
    />
  );
}
