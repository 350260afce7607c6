import type { ReactNode } from "react";

/** A line of the command menu. */
export interface Command {
  /** Unlike every other. */
  value: string;
  label: string;
  icon?: ReactNode;
  /** Beside it: a time, a number. */
  hint?: string;
  keys?: string;
  isChosen?: boolean;
  /** It leads to another page of the menu, or can be chosen again. */
  staysOpen?: boolean;
  run: () => void;
}

export interface CommandGroup {
  /** Its heading. */
  value: string;
  items: Command[];
}
