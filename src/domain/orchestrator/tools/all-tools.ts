import type { PersonaContent } from "@/domain/persona";
import { handover } from "./handover";
import type { Tool } from "./tool";

const all: Tool[] = [handover as Tool];

export function offeredTools({ tools }: PersonaContent): Tool[] {
  return tools ? all.filter(({ name, tier }) => tier === "handover" || tools.includes(name)) : all;
}
