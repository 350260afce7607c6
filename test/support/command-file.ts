import { join } from "node:path";
import { inject } from "vitest";

/** What node is started with for one of the project's commands, such as "db/verify-fks". */
export function commandFile(command: string): string {
  return join(inject("builtCommands"), `${command}.mjs`);
}
