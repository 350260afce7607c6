/** The mark: an answer, once. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" aria-hidden="true" className={className}>
      <rect width="28" height="28" rx="8" className="fill-accent" />
      <path
        d="M8 9.5h12a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5h-6.5L9.5 22v-3.5H8A1.5 1.5 0 0 1 6.5 17v-6A1.5 1.5 0 0 1 8 9.5Z"
        className="fill-accent-ink"
      />
      <path
        d="m11 14 2.2 2.2L17.5 12"
        className="fill-none stroke-accent"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
