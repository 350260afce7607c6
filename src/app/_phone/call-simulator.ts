/** A refusal of the simulator, or of the bridge to it, in words. */
class PhoneError extends Error {}

const BASE = "/dev/phone/api/";

/** @throws PhoneError. */
export async function callSimulator<Answer>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${BASE}${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new PhoneError(answer?.error?.message ?? `HTTP ${response.status}`);
  return answer as Answer;
}

export const eventsUrl = `${BASE}events?after=0`;
export const mediaUrl = (id: string) => `${BASE}media/${encodeURIComponent(id)}`;

export interface Customer {
  address: string;
  name: string;
  waId?: string;
  userId: string;
  username?: string;
  isPhoneHidden?: boolean;
  /** By business number: epoch milliseconds. */
  lastMessageAt?: Record<string, number>;
}

/** How a message of this customer names its sender. */
export function senderOf({ waId, userId, username, isPhoneHidden, name }: Customer): Record<string, unknown> {
  if (waId !== undefined && !isPhoneHidden) return { from: waId, name };
  return { userId, username, name, omitPhone: true };
}
