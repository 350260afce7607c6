/** How much time is left for the whole verification. */
export interface Budget {
  remainingMs(): number;
}

export function startBudget(seconds: number): Budget {
  const end = performance.now() + seconds * 1_000;
  return { remainingMs: () => Math.max(0, end - performance.now()) };
}
