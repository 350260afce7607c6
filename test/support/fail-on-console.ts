import { afterEach, beforeEach, expect, vi } from "vitest";

// Whatever a library complains about on the console is a finding; a test that expects it has to say so itself.
beforeEach(() => {
  for (const method of ["error", "warn"] as const)
    vi.spyOn(console, method).mockImplementation(() => undefined);
});

afterEach(() => {
  for (const method of ["error", "warn"] as const) {
    const calls = vi.mocked(console[method]).mock.calls;
    expect(calls, `console.${method} was called`).toEqual([]);
  }
  vi.restoreAllMocks();
});
