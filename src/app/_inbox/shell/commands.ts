"use client";

import { createContext, useContext } from "react";

/** What the command menu shows: everything, or the choices of one thing to be done with these conversations. */
export type CommandPage =
  | { name: "root" | "theme" | "language" }
  | { name: "assign" | "snooze" | "labels"; conversationIds: readonly number[] };

export const CommandsContext = createContext<(page: CommandPage | null) => void>(() => undefined);

/** Opens the command menu: `openCommands({ name: "snooze", conversationIds: [42] })`. */
export const useOpenCommands = () => useContext(CommandsContext);
