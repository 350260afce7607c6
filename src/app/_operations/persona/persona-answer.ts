import type { z } from "zod";
import type { diffPersonaVersions, showPersona } from "@/app/_contract/persona-operations";

export type PersonaAnswer = z.output<typeof showPersona.answer>;
export type PersonaChange = z.output<typeof diffPersonaVersions.answer>["changes"][number];
