/** What can be armed from the phone: rules of the simulator (src/simulator/faults), each with words of its own. */
export const faultPresets = {
  sendTimeout: { target: "send", action: { type: "hang" }, when: { next: 1 } },
  lostResponse: { target: "send", action: { type: "accept-then-cut" }, when: { next: 1 } },
  serverError: { target: "send", action: { type: "http-error", status: 503 }, when: { next: 1 } },
  rateLimit: { target: "send", action: { type: "refuse", code: 130429 }, when: { next: 1 } },
  tokenExpired: { target: "send", action: { type: "refuse", code: 190 }, when: { next: 1 } },
  undeliverable: { target: "send", action: { type: "fail-async", code: 131026 }, when: { next: 1 } },
  noReceipts: { target: "send", action: { type: "no-receipts" }, when: { next: 1 } },
  aiDown: { target: "ai", action: { type: "http-error", status: 503 }, when: "always" },
  aiSlow: { target: "ai", action: { type: "delay", ms: 8_000 }, when: { next: 1 } },
  aiGarbage: { target: "ai", action: { type: "garbage" }, when: { next: 1 } },
  duplicate: { target: "webhook", action: { type: "duplicate", copies: 1 }, when: { next: 1 } },
  late: { target: "webhook", action: { type: "delay", ms: 5_000 }, when: { next: 1 } },
  mediaMissing: { target: "media", action: { type: "http-error", status: 404 }, when: { next: 1 } },
} as const;

export type FaultName = keyof typeof faultPresets;

export const faultGroups: { name: "sending" | "ai" | "webhooks"; faults: FaultName[] }[] = [
  {
    name: "sending",
    faults: [
      "sendTimeout",
      "lostResponse",
      "serverError",
      "rateLimit",
      "tokenExpired",
      "undeliverable",
      "noReceipts",
    ],
  },
  { name: "ai", faults: ["aiDown", "aiSlow", "aiGarbage"] },
  { name: "webhooks", faults: ["duplicate", "late", "mediaMissing"] },
];

export interface FaultRule {
  id: string;
  target: string;
  action: { type: string };
  when: "always" | Record<string, number>;
  hits: number;
}

/** Whether a rule can still do something. */
export function isArmed({ when, hits }: FaultRule): boolean {
  return when === "always" || when.next === undefined || hits < when.next;
}

/** Which of the presets a rule came from. */
export function presetOf({ target, action }: FaultRule): FaultName | undefined {
  const names = Object.keys(faultPresets) as FaultName[];
  return names.find((name) => {
    const preset = faultPresets[name];
    return preset.target === target && sameAction(preset.action, action);
  });
}

function sameAction(preset: object, action: object): boolean {
  return Object.entries(preset).every(([name, value]) => (action as Record<string, unknown>)[name] === value);
}
