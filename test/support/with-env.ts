import { reloadEnv } from "@/lib/env";

const changed = new Map<string, string | undefined>();

/** Sets variables for the rest of the test. */
export function setEnv(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!changed.has(name)) changed.set(name, process.env[name]);
    assign(name, value);
  }
  reloadEnv();
}

/** Called after each test by start-afresh.ts. */
export function restoreEnv(): void {
  if (changed.size === 0) return;
  for (const [name, value] of changed) assign(name, value);
  changed.clear();
  reloadEnv();
}

function assign(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
