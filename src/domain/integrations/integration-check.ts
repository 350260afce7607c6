import type { Reading } from "@/infra/whatsapp/read-graph";

/** One thing that has to hold at Meta for a number to work. unknown: it could not be checked. */
export interface IntegrationCheck {
  name: string;
  status: "pass" | "note" | "warn" | "fail" | "unknown";
  detail: string;
  /** What to click or to type. */
  mend?: string;
}

export function pass(name: string, detail: string): IntegrationCheck {
  return { name, status: "pass", detail };
}

export function warn(name: string, detail: string, mend: string): IntegrationCheck {
  return { name, status: "warn", detail, mend };
}

export function fail(name: string, detail: string, mend: string): IntegrationCheck {
  return { name, status: "fail", detail, mend };
}

/** Meta's refusal does not hold; silence could not be checked. */
export function notRead(
  name: string,
  reading: Exclude<Reading<unknown>, { kind: "read" }>,
  mend: string,
): IntegrationCheck {
  if (reading.kind === "refused") return fail(name, `Meta says: (${reading.code}) ${reading.message}`, mend);
  const again = "Is WHATSAPP_API_URL right, and Meta up? Try again.";
  return { name, status: "unknown", detail: reading.reason, mend: again };
}
