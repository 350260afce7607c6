import type { z } from "zod";
import type { listNumbers } from "@/app/_contract/integration-operations";

export type BusinessNumber = z.output<typeof listNumbers.answer>["integrations"][number];

/** What a dialog is open for. */
export type NumberTask = "verify" | "hours" | "templates" | "token";
