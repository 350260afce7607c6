import clsx from "clsx";
import { Skeleton } from "@/app/_kit/skeleton";

const bubbles = [
  { size: "h-10 w-2/5", isOurs: false },
  { size: "h-16 w-1/2", isOurs: false },
  { size: "h-12 w-2/5", isOurs: true },
  { size: "h-10 w-1/4", isOurs: false },
  { size: "h-24 w-1/2", isOurs: true },
  { size: "h-10 w-1/3", isOurs: true },
];

/** Bubbles to be. */
export function ThreadSkeleton() {
  return (
    <div className="mx-auto flex min-h-0 w-full max-w-4xl flex-1 flex-col justify-end gap-2 overflow-hidden px-3 py-4 sm:px-6">
      {bubbles.map(({ size, isOurs }) => (
        <Skeleton key={`${size}-${isOurs}`} className={clsx("rounded-2xl", size, isOurs && "self-end")} />
      ))}
    </div>
  );
}

export function HeaderSkeleton() {
  return (
    <div className="flex h-14 shrink-0 items-center gap-3 border-line border-b bg-surface px-4">
      <Skeleton className="size-9 rounded-full" />
      <div className="flex flex-col gap-1.5">
        <Skeleton className="h-3.5 w-36" />
        <Skeleton className="h-3 w-24" />
      </div>
    </div>
  );
}
