import type { z } from "zod";
import type { showHealth } from "@/app/_contract/health-operations";

export type HealthAnswer = z.output<typeof showHealth.answer>;
