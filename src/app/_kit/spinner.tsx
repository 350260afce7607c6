/** Within a button only; what loads has a Skeleton. */
export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="size-3.5 animate-spin rounded-full border-2 border-current border-e-transparent"
    />
  );
}
