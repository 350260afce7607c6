// The two directions between WhatsApp and us, and the AI beside them, as one list: newest first.

export interface Attempt {
  at: string;
  status: number | null;
  error?: string;
  elapsedMs: number;
  answer: string;
}

export interface Delivery {
  id: string;
  kind: "message" | "receipt" | "change" | "raw";
  createdAt: number;
  state: string;
  signature: string | null;
  body: string;
  attempts: Attempt[];
}

export interface GraphCall {
  at: number;
  kind: string;
  phoneNumberId: string;
  outcome: string;
  status: number | null;
  code?: number;
  details?: string;
  type?: string;
  text?: string;
  opaque?: string;
  wamid?: string;
  mediaId?: string;
}

export interface AiCall {
  id: string;
  provider: string;
  model: string;
  at: number;
  messageCount: number;
  userTexts: string[];
  tools: string[];
  answer: string;
  status: number | null;
  elapsedMs: number | null;
  clientRequestId: string | null;
  billed?: { inputTokens: number; outputTokens: number; cachedTokens: number };
}

export type LoggedRequest = { id: string; at: number } & (
  | { side: "webhook"; delivery: Delivery }
  | { side: "graph"; call: GraphCall }
  | { side: "ai"; call: AiCall }
);

export function toLog(deliveries: Delivery[], graph: GraphCall[], ai: AiCall[]): LoggedRequest[] {
  const requests: LoggedRequest[] = [
    ...deliveries.map((delivery) => ({
      id: delivery.id,
      at: delivery.createdAt,
      side: "webhook" as const,
      delivery,
    })),
    // The ledger gives its calls no id; of two within a millisecond one is a typing bubble and one is not.
    ...graph.map((call) => ({
      id: `graph-${call.at}-${call.kind}-${call.wamid ?? call.opaque ?? call.mediaId ?? ""}`,
      at: call.at,
      side: "graph" as const,
      call,
    })),
    ...ai.map((call) => ({ id: call.id, at: call.at, side: "ai" as const, call })),
  ];
  return requests.toSorted((a, b) => b.at - a.at);
}

/** JSON with line breaks where it is some; the bytes themselves are what is copied. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** Whether it went as it should. */
export function wentWell(request: LoggedRequest): boolean {
  if (request.side === "webhook") return request.delivery.attempts.at(-1)?.status === 200;
  const { status } = request.call;
  return status !== null && status < 400;
}
