import type { ControlClient, FaultDraft } from "@/simulator";

type SendFault = Extract<FaultDraft, { target: "send" }>["action"];

/** Makes Meta treat the sends to one customer, or of one number, in a certain way; until faults are cleared. */
export async function metaDoes(
  meta: ControlClient,
  action: SendFault,
  { to, from, times }: { to?: string; from?: string; times?: number } = {},
): Promise<void> {
  const match = { ...(to && { recipient: to }), ...(from && { phoneNumberId: from }) };
  await meta.addFault({ target: "send", action, match, ...(times && { when: { next: times } }) });
}
