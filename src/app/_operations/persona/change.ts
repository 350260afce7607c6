import type { z } from "zod";
import type { diffPersonaVersions } from "@/app/_contract/persona-operations";

export type PersonaChange = z.output<typeof diffPersonaVersions.answer>["changes"][number];
