import { env } from "@/lib/env";

const TIMEOUT_MS = 3_000;

export type SlackAnswer =
  | { kind: "sent" }
  /** Neither SLACK_WEBHOOK_URL nor SLACK_BOT_TOKEN and SLACK_CHANNEL are set. */
  | { kind: "not_configured" }
  | { kind: "failed"; reason: string };

/** How alerts reach Slack, by what is configured. */
export function slackWay(): "webhook" | "bot" | null {
  const { SLACK_WEBHOOK_URL, SLACK_BOT_TOKEN, SLACK_CHANNEL } = env();
  if (SLACK_WEBHOOK_URL) return "webhook";
  return SLACK_BOT_TOKEN && SLACK_CHANNEL ? "bot" : null;
}

/**
 * Posts a text (Slack, incoming webhooks; chat.postMessage). Never throws and never takes longer than three seconds:
 * an alert is told by somebody who has other work.
 */
export async function postToSlack(text: string): Promise<SlackAnswer> {
  const way = slackWay();
  if (!way) return { kind: "not_configured" };
  const { SLACK_WEBHOOK_URL, SLACK_BOT_TOKEN, SLACK_CHANNEL, SLACK_API_URL } = env();
  const url = way === "webhook" ? (SLACK_WEBHOOK_URL ?? "") : `${SLACK_API_URL}/chat.postMessage`;
  const authorization: Record<string, string> =
    way === "bot" ? { authorization: `Bearer ${SLACK_BOT_TOKEN}` } : {};
  const channel = way === "bot" ? { channel: SLACK_CHANNEL } : {};
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", ...authorization },
      body: JSON.stringify({ ...channel, text: toMrkdwn(text), unfurl_links: false }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return judge(way, response.status, await response.text());
  } catch (error) {
    // Refused, cut or too slow: an answer too. The message alone: the URL is a secret.
    return { kind: "failed", reason: error instanceof Error ? error.name : "NO_ANSWER" };
  }
}

/** A webhook says "ok" in plain text; the API says 200 also to what it refuses. */
function judge(way: "webhook" | "bot", status: number, body: string): SlackAnswer {
  if (status !== 200) return { kind: "failed", reason: `HTTP_${status}` };
  if (way === "webhook") return { kind: "sent" };
  const { ok, error } = parse(body);
  return ok === true ? { kind: "sent" } : { kind: "failed", reason: String(error ?? "NOT_OK") };
}

function parse(body: string): { ok?: unknown; error?: unknown } {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {}; // Not Slack, then: not ok either.
  }
}

/** The three characters Slack gives a meaning (Slack, formatting). */
function toMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
