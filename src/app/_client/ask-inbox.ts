import type { Method, Operation } from "@/app/_contract/operation";
import { callInbox } from "./call-inbox";

interface Ask {
  params?: Record<string, string | number>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

/** callInbox() for answers whose shape the screen has itself. @throws InboxError. */
export async function askInbox<Answer>(method: Method, path: string, ask: Ask = {}): Promise<Answer> {
  const answer: unknown = await callInbox<Operation>(method, path, ask as never);
  return answer as Answer;
}
