import { callGraph } from "./graph-call";

const TIMEOUT_MS = 10_000;

/** Has the webhooks of an account sent to the app of the token (Meta, manage-webhooks). Safe to repeat. */
export async function subscribeApp(
  wabaId: string,
  accessToken: string,
): Promise<{ isDone: true } | { isDone: false; reason: string }> {
  const path = `${wabaId}/subscribed_apps`;
  const answer = await callGraph({ path, accessToken, body: {}, timeoutMs: TIMEOUT_MS });
  if (answer.kind !== "answer") return { isDone: false, reason: answer.reason };
  if (answer.httpStatus === 200) return { isDone: true };
  return { isDone: false, reason: `HTTP ${answer.httpStatus}: ${JSON.stringify(answer.json)}` };
}
