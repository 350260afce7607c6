/** Every page of the inbox, and what shows that it is there. */
export const allPages: { name: string; path: string }[] = [
  { name: "inbox", path: "/inbox" },
  { name: "jobs", path: "/operations/jobs" },
  { name: "deliveries", path: "/operations/deliveries" },
  { name: "health", path: "/operations/health" },
  { name: "ai-cost", path: "/operations/ai-cost" },
  { name: "integrations", path: "/operations/integrations" },
  { name: "knowledge", path: "/operations/knowledge" },
  { name: "persona", path: "/operations/persona" },
  { name: "settings", path: "/operations/settings" },
  { name: "users", path: "/operations/users" },
  { name: "audit", path: "/operations/audit" },
  { name: "webhooks", path: "/operations/webhooks" },
  { name: "account", path: "/account" },
];
