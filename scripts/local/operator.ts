import { userInfo } from "node:os";

/** Whoever works at this terminal, for the audit. */
export function operator(): string {
  return `operator:${userInfo().username}`;
}
