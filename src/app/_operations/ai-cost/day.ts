import type { z } from "zod";
import type { showAiCost } from "@/app/_contract/ai-cost-operations";

export type Day = z.output<typeof showAiCost.answer>["days"][number];
