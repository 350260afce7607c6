/** The operations pages, in the order they are offered. */
export const sections = [
  "jobs",
  "deliveries",
  "health",
  "ai-cost",
  "integrations",
  "knowledge",
  "persona",
  "settings",
  "users",
  "audit",
  "webhooks",
] as const;

export type OperationsSection = (typeof sections)[number];

/** Those whose questions the API answers to admins only. */
export const adminSections: readonly OperationsSection[] = [
  "deliveries",
  "ai-cost",
  "integrations",
  "users",
  "audit",
  "webhooks",
];
